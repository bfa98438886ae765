/** Puts files of the project into its documents: whatever stands between two comments with a file's path is that file. */
import { readFile } from 'node:fs/promises';

const PLACE = /(<!-- ((?:[\w-]+\/)+[\w-]+\.(\w+)) -->\n).*?(<!-- end of \2 -->)/gs;

/** The document at this path from the root of the project, with each file that it shows as that file is now. */
export async function embed(path: string): Promise<string> {
  const fromRoot = (file: string): Promise<string> => readFile(new URL(`../${file}`, import.meta.url), 'utf8');
  const document = await fromRoot(path);
  const files = new Map<string, string>();
  for (const [, , file = ''] of document.matchAll(PLACE)) files.set(file, await fromRoot(file));
  // A function: in a text `$` would mean more than itself.
  return document.replace(PLACE, (_, begin: string, file: string, extension: string, end: string) => {
    const language = extension === 'py' ? 'python' : extension;
    return `${begin}\n\`\`\`${language}\n${files.get(file)}\`\`\`\n\n${end}`;
  });
}
