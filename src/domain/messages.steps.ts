/** What the modals of steps say: the part of the catalogue that goes with `domain/step.ts`. */
import type { FieldWords } from './messages.ts';
import type { StepKind } from './step.ts';

/** Percentages are whole numbers from 0 to 100. Parameters of type string are already escaped. */
export interface StepMessages {
  readonly kinds: Readonly<Record<StepKind, StepKindWords>>;
  readonly zoom: FieldWords;
  readonly ratio: FieldWords;
  /** The choice of squares. */
  readonly cells: FieldWords;
  /** Says where a square is; counted from 1. At most 75 characters. */
  cellPlace(row: number, column: number): string;
  /** mrkdwn, below the squares as they were chosen: which of them are drawn anew, and how much that is. */
  chosen(cells: readonly number[], percent: number): string;
  /** mrkdwn, in the place of the picture with the grid: while it is made, and where it cannot be shown. */
  readonly gridComing: string;
  readonly gridMissing: string;
  /** Said of the picture with the grid, to those who cannot see it. */
  readonly gridAlt: string;
  /** A file with the mask: where it is one of two ways. */
  readonly mask: FieldWords;
  /** mrkdwn: the region is painted on a page of ours. */
  readonly paintIntro: string;
  /** Opens that page; `paintAgain` once something was painted. */
  readonly paint: string;
  readonly paintAgain: string;
  /** mrkdwn: a mask came back from the page. */
  painted(percent: number): string;
  readonly paintedAlt: string;
  /** mrkdwn, to one person, above *Continue*: the modal could not be opened. */
  late(button: string): string;
}

interface StepKindWords {
  /** Heads the modal, and stands on its button: at most 24 characters each. */
  readonly title: string;
  readonly submit: string;
  /** mrkdwn: what is asked, and why. */
  intro(button: string): string;
  readonly prompt: FieldWords;
}
