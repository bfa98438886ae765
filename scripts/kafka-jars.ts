/** Gets Apache Kafka itself, from Maven, once, into a cache folder: the jars of a broker and the small launcher of ours. */

import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const KAFKA_VERSION = '4.1.0';
const LAUNCHER = fileURLToPath(new URL('./kafka-node.java', import.meta.url));
const PROJECT = dirname(dirname(LAUNCHER));
const run = promisify(execFile);
/** On Windows Maven is a batch file, which only a shell can start. */
const shell = process.platform === 'win32';

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId><artifactId>kafka-jars</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${KAFKA_VERSION}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
`;

const cacheFolder = (): string => resolve(process.env['KAFKA_CACHE'] ?? join(PROJECT, '.cache', `kafka-${KAFKA_VERSION}`));

const works = (command: string, args: string[], onShell = false): boolean =>
  spawnSync(command, args, { stdio: 'ignore', shell: onShell }).status === 0;

/** One sentence on what is missing to run a broker here, or null. Maven is only missed while the cache is empty. */
export function javaAndMaven(): string | null {
  if (!works('java', ['-version']) || !works('javac', ['-version']))
    return 'Java is missing: install a JDK 17 or newer so that `java` and `javac` are on the PATH.';
  if (existsSync(join(cacheFolder(), 'libs'))) return null;
  if (!works('mvn', ['-version'], shell))
    return 'Maven is missing: install Maven 3 so that `mvn` is on the PATH; it fetches Apache Kafka once.';
  return null;
}

/** The class path of a Kafka node, fetched and compiled if it is not there yet. Two processes may ask at the same time. */
export async function kafkaClassPath(): Promise<string> {
  const cache = cacheFolder();
  await mkdir(cache, { recursive: true });
  const libs = join(cache, 'libs');
  if (!existsSync(libs)) await make(cache, libs, fetchJars);
  // Named after the launcher's age, so that a changed launcher is compiled again.
  const classes = join(cache, `classes-${Math.trunc((await stat(LAUNCHER)).mtimeMs)}`);
  if (!existsSync(classes)) await make(cache, classes, (folder) => run('javac', ['-cp', join(libs, '*'), '-d', folder, LAUNCHER]));
  return [classes, join(libs, '*')].join(delimiter);
}

async function fetchJars(folder: string): Promise<void> {
  const pom = join(folder, 'pom.xml');
  await writeFile(pom, POM);
  const args = ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`, '-DincludeScope=runtime'];
  try {
    await run('mvn', args, { shell });
  } catch (error) {
    const { stdout = '' } = error as { stdout?: string };
    throw new Error(`Maven could not fetch Apache Kafka ${KAFKA_VERSION}: ${stdout.trim().split('\n')[0]}`, { cause: error });
  }
  await rm(pom);
}

/** Fills a folder beside its place and moves it there when it is complete, so that half a folder is never taken for a whole one. */
async function make(cache: string, target: string, fill: (folder: string) => Promise<unknown>): Promise<void> {
  const folder = await mkdtemp(join(cache, 'making-'));
  try {
    await fill(folder);
    await rename(folder, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
