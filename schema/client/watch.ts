/** One state subscription over all connections. It has no place: wherever it begins again, it begins with all that is there. */
import type { Connection, Result } from './connection.ts';
import { problemOf } from './problem.ts';
import { Stream } from './stream.ts';
import type { StreamOptions } from './stream.ts';

export class Watch extends Stream {
  readonly #options: StreamOptions;

  constructor(options: StreamOptions) {
    super(options);
    this.#options = options;
  }

  override reach(): void {
    if (this.underWay !== null) this.succeeded();
  }

  protected override beginOn(connection: Connection): void {
    this.runOperation(connection, this.#options.variables, (result) => this.#take(result));
  }

  #take({ data, errors }: Result): void {
    if (data == null) return this.failed(problemOf(errors ?? []));
    this.succeeded();
    this.#options.onData(data);
  }
}
