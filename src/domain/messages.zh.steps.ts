import type { StepMessages } from './messages.steps.ts';
import { lasting, listed, named, percent } from './messages.zh.words.ts';

/** The words of the steps of presses. */
export const steps: StepMessages = {
  kinds: {
    prompt: {
      title: 'Remix',
      submit: '继续',
      intro: (button) => `${named(button)}可以换一个提示词来画。可以修改，也可以直接发送。`,
      prompt: { label: '提示词' },
    },
    zoom: {
      title: '自定义缩放',
      submit: '缩小',
      intro: () => '原图会缩小，并画出它周围的内容。',
      prompt: { label: '提示词', hint: '周围的内容也按这些文字来画。' },
    },
    region: {
      title: '局部重绘',
      submit: '重绘',
      intro: () => `图片的一部分会重绘。选 ${percent(20)} 到 ${percent(50)} 效果最好。`,
      prompt: { label: '提示词', hint: '那一部分应该出现什么。' },
    },
    pick: {
      title: '生成图片',
      submit: '生成',
      intro: (button) => `这是提示词${named(button)}。可以修改，也可以直接发送。`,
      prompt: { label: '提示词' },
    },
  },
  zoom: { label: '缩放', hint: '1 到 2 之间的数字。填 2，原图的宽和高都变成一半。' },
  ratio: { label: '宽高比', placeholder: '16:9', hint: '留空则保持图片原来的形状。' },
  cells: {
    label: '要重绘的方格',
    hint: '方格按行编号：1 在左上角，4 在右上角，16 在右下角。',
    placeholder: '选择方格',
  },
  cellPlace: (row, column) => `第${row}行第${column}列`,
  chosen: (cells, share) => `⬜ 重绘，⬛ 保留：方格${listed(cells.map(String))}，占图片的${percent(share)}。`,
  gridComing: '带方格编号的图片马上会显示在这里……',
  gridMissing: '带方格编号的图片暂时显示不了，但仍然可以选择方格。',
  gridAlt: '图片分成按行编号的16个方格，每行4个。',
  mask: {
    label: '或者用你自己的蒙版',
    hint: '图片的副本，把要重绘的部分涂成白色。支持 jpg、png 或 webp，不超过 10 MB。',
  },
  paintIntro: `请涂抹要重绘的部分。页面会在浏览器里打开，链接在${lasting(30, 'minute')}内有效。`,
  paint: '涂抹区域',
  paintAgain: '重新涂抹',
  painted: (share) => `已涂抹：图片的${percent(share)}会重绘，不用再选了。`,
  paintedAlt: '图片，要重绘的部分盖有颜色。',
  late: (button) => `${named(button)}需要你补充一点信息，但 Slack 等得太久，放弃了。请点击“继续”。`,
};
