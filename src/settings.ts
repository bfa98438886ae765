/** How settings are written: one table entry each, read from a flag or the environment, with an error that names the setting and the remedy. */

export type Setting<T> = {
  readonly parse: (text: string) => T;
  /** As it would be typed; null where the setting is unset by default. */
  readonly default: string | null;
  readonly about: string;
  /** May also be given as the path of a file that holds it, in `<NAME>_FILE`. */
  readonly secret?: boolean;
  /** Belongs to one run of a command: not read from the environment, where its name would be too common. */
  readonly flagOnly?: boolean;
};
export type Settings = Readonly<Record<string, Setting<unknown>>>;
export type Values<S extends Settings> = {
  readonly [K in keyof S]: S[K] extends Setting<infer T> ? (S[K]['default'] extends null ? T | null : T) : never;
};

/** What is wrong with a setting: one sentence with the remedy. */
export class SettingsError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** A value that cannot be read; the message says what is allowed. */
export class Malformed extends Error {}

export function text(value: string): string {
  return value;
}

export function list(value: string): readonly string[] {
  const items = value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  if (items.length === 0) throw new Malformed('at least one value, several separated by commas');
  return items;
}

export function oneOf<const T extends string>(...allowed: readonly T[]): (value: string) => T {
  return (value) => {
    const found = allowed.find((one) => one === value.toLowerCase());
    if (found === undefined) throw new Malformed(allowed.length === 1 ? `${allowed[0]}` : `one of ${allowed.join(', ')}`);
    return found;
  };
}

export function onOff(value: string): boolean {
  if (['on', 'yes', 'true'].includes(value.toLowerCase())) return true;
  if (['off', 'no', 'false'].includes(value.toLowerCase())) return false;
  throw new Malformed('on or off');
}

export function integer(min: number, max: number): (value: string) => number {
  return (value) => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= min && number <= max)) throw new Malformed(`a whole number from ${min} to ${max}`);
    return number;
  };
}

const SIZE_UNITS: Readonly<Record<string, number>> = { '': 1, B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };

export function sizeBytes(value: string): number {
  const match = /^(\d{1,12})\s*(|B|KiB|MiB|GiB)$/.exec(value);
  const bytes = Number(match?.[1]) * (SIZE_UNITS[match?.[2] ?? ''] ?? Number.NaN);
  if (!(bytes >= 1 && Number.isSafeInteger(bytes))) throw new Malformed('a size such as 64KiB, 1MiB or 65536 (bytes)');
  return bytes;
}

const DURATION_UNITS_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

export function durationMs(value: string): number {
  const match = /^(\d{1,9})(s|m|h|d)$/.exec(value);
  if (match === null) throw new Malformed('a duration such as 30s, 15m, 12h or 2d');
  return Number(match[1]) * (DURATION_UNITS_MS[match[2] ?? ''] ?? 0);
}

/** An IANA time zone, or UTC. */
export function timeZone(value: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone;
  } catch {
    throw new Malformed('a time zone of the IANA list such as Europe/Berlin, or UTC');
  }
}

export function httpUrl(value: string): string {
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) throw new Malformed('a URL that begins with https:// or http://');
  return value;
}

/** A regular expression. */
export function pattern(value: string): RegExp {
  try {
    return new RegExp(value);
  } catch {
    throw new Malformed('a regular expression');
  }
}

/** Milliseconds since 1970. */
export function instantMs(value: string): number {
  const ms = Date.parse(value);
  if (Number.isNaN(ms)) throw new Malformed('an instant such as 2026-01-01T08:00:00Z');
  return ms;
}

export function startAt(value: string): 'earliest' | 'latest' | number {
  if (value === 'earliest' || value === 'latest') return value;
  try {
    return durationMs(value);
  } catch {
    throw new Malformed('earliest, latest, or a duration such as 30s, 15m, 12h or 2d');
  }
}

export function flagOf(name: string): string {
  return `--${name.toLowerCase().replaceAll('_', '-')}`;
}

export type ReadOptions = {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Command-line arguments: `--flag value` or `--flag=value`. */
  readonly args: readonly string[];
  readonly readFile: (path: string) => string;
};

/** A flag wins over the environment, which wins over the default. Throws a SettingsError that lists everything that is wrong. */
export function readSettings<S extends Settings>(settings: S, { env, args, readFile }: ReadOptions): Values<S> {
  const problems: string[] = [];
  const names = Object.entries(settings).flatMap(([name, { secret }]) => (secret === true ? [name, `${name}_FILE`] : [name]));
  const flags = readFlags(names, args, problems);
  const given = (name: string): string | undefined =>
    flags.get(name) ?? (settings[name]?.flagOnly === true || env[name] === '' ? undefined : env[name]);

  const values = Object.entries(settings).map(([name, setting]) => {
    let value = given(name);
    const file = setting.secret === true ? given(`${name}_FILE`) : undefined;
    if (file !== undefined) {
      if (value !== undefined) problems.push(`${name} and ${name}_FILE are both given: keep one of them.`);
      try {
        value = readFile(file).replace(/\r?\n$/, '');
      } catch (error) {
        problems.push(
          `${name}_FILE cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'}): name a file that this process may read.`,
        );
      }
    }
    value ??= setting.default ?? undefined;
    if (value === undefined) return [name, null] as const;
    try {
      return [name, setting.parse(value)] as const;
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      problems.push(
        `${setting.flagOnly === true ? flagOf(name) : name} is ${setting.secret === true ? 'malformed' : JSON.stringify(value)}: it takes ${error.message}.`,
      );
      return [name, null] as const;
    }
  });
  if (problems.length > 0) throw new SettingsError(problems);
  return Object.fromEntries(values) as Values<S>;
}

function readFlags(names: readonly string[], args: readonly string[], problems: string[]): ReadonlyMap<string, string> {
  const byFlag = new Map(names.map((name) => [flagOf(name), name]));
  const flags = new Map<string, string>();
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i] ?? '';
    const [flag = '', ...rest] = arg.split('=');
    const name = byFlag.get(flag);
    if (name === undefined) {
      problems.push(`${arg.startsWith('-') ? flag : JSON.stringify(arg)} is no setting of this command: --help lists them.`);
      // Its value, if it has one, is not another mistake.
      if (arg.startsWith('-') && rest.length === 0 && args[i + 1]?.startsWith('-') === false) i += 1;
      continue;
    }
    let value = rest.join('=');
    if (!arg.includes('=')) {
      i += 1;
      value = args[i] ?? '';
    }
    if (value === '' || value.startsWith('--')) problems.push(`${flag} has no value: write ${flag} <value>.`);
    else flags.set(name, value);
  }
  return flags;
}

/** All settings with their defaults, for --help. */
export function describeSettings(settings: Settings): string {
  const width = Math.max(...Object.keys(settings).map((name) => name.length));
  return Object.entries(settings)
    .map(([name, { default: standard, about, secret, flagOnly }]) => {
      const also = secret === true ? ` Also as a file: ${name}_FILE.` : '';
      return `  ${(flagOnly === true ? '' : name).padEnd(width)}  ${flagOf(name)}\n  ${''.padEnd(width)}  ${about}${also} Default: ${standard ?? 'none'}.`;
    })
    .join('\n');
}
