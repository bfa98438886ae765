/** Pages of which parts are generated: what stands between `<!-- generated: kind argument -->` and `<!-- end -->` follows from the code, all else is written by hand. */

/** The text of a part. `before` is what stands before it on the page. Throws where the argument names nothing. */
export type Part = (argument: string, before: string) => string | Promise<string>;

const OPENING = '<!-- generated:';
const PART = /(<!-- generated: (\w+) ?([^\n]*?) -->\n)(.*?)(<!-- end -->)/gs;

/** The page with its parts as they are now, by kind. Throws for a kind that nobody generates, and for a part without an end. */
export async function fillPage(page: string, parts: Readonly<Record<string, Part>>): Promise<string> {
  let filled = '';
  let at = 0;
  for (const match of page.matchAll(PART)) {
    const [whole, opening = '', kind = '', argument = '', old = '', end = ''] = match;
    if (old.includes(OPENING)) throw new Error(`the generated part has no end: ${opening.trim()}`);
    const part = Object.hasOwn(parts, kind) ? parts[kind] : undefined;
    if (part === undefined) throw new Error(`nothing generates this part: ${opening.trim()}`);
    filled += page.slice(at, match.index);
    filled += `${opening}\n${(await part(argument, filled)).trim()}\n\n${end}`;
    at = match.index + whole.length;
  }
  const rest = page.slice(at);
  if (rest.includes(OPENING)) throw new Error(`the generated part has no end: ${rest.slice(rest.indexOf(OPENING)).split('\n', 1)[0]}`);
  return filled + rest;
}
