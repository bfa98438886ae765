/** Keeps the event loop of this process busy: what the gateway in it is like with far too much to do. */

/** Does not return before that. */
export function block(ms: number): void {
  const startMs = performance.now();
  while (performance.now() - startMs < ms);
}

/** Turns of so long each, one right after the other, until it is disposed: others have theirs in between. */
export function strain(turnMs: number): Disposable {
  let timer = setTimeout(turn);
  function turn(): void {
    block(turnMs);
    timer = setTimeout(turn);
  }
  return { [Symbol.dispose]: () => clearTimeout(timer) };
}
