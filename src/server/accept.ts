/** What a client wants of what a server has to offer: the Accept headers, with their weights (RFC 9110, 12.4 and 12.5). */

/**
 * The weight, from 0 (not wanted) to 1, that a header gives to an offer. `names` are the ways in which a header may name it, the most specific
 * first: `text/html`, `text/*`, then the one for all. The first one that is there decides. Null if none is.
 */
export function weightOf(header: string, ...names: readonly string[]): number | null {
  const weights = new Map(header.split(',').map(entry));
  for (const name of names) {
    const weight = weights.get(name);
    if (weight !== undefined) return weight;
  }
  return null;
}

function entry(text: string): readonly [string, number] {
  const [name = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  if (q === undefined) return [name, 1];
  // What is no weight asks for nothing.
  return [name, /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(q) ? Number(q) : 0];
}
