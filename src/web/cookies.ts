/** The cookie of a name in a `Cookie` header, as it stands there; undefined where there is none. Of several the first. */
export function cookieIn(name: string, header: string | undefined): string | undefined {
  return new RegExp(`(?:^|; *)${name}=([^;]+)`).exec(header ?? '')?.[1];
}
