/** Makes a certificate for a broker on loopback with the JDK's keytool. It is its own authority. */

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

export type Certificate = {
  /** PEM, what a client has to trust. */
  readonly ca: string;
  /** The broker's settings. */
  readonly keystoreLines: Readonly<Record<string, string>>;
};

const PASSWORD = 'changeit';

export async function makeCertificate(folder: string, expired: boolean): Promise<Certificate> {
  const store = join(folder, 'broker.p12');
  const keytool = (...args: string[]) =>
    promisify(execFile)('keytool', [...args, '-alias', 'broker', '-keystore', store, '-storetype', 'PKCS12', '-storepass', PASSWORD]);
  const times = expired ? ['-startdate', '-2d', '-validity', '1'] : ['-validity', '7'];
  const extensions = ['-ext', 'bc=ca:true', '-ext', 'san=ip:127.0.0.1,dns:localhost'];
  await keytool('-genkeypair', '-keyalg', 'EC', '-groupname', 'secp256r1', '-dname', 'CN=localhost', ...extensions, ...times);
  const { stdout } = await keytool('-exportcert', '-rfc');
  return {
    ca: stdout,
    keystoreLines: {
      'ssl.keystore.type': 'PKCS12',
      'ssl.keystore.location': store.replaceAll('\\', '/'),
      'ssl.keystore.password': PASSWORD,
      'ssl.key.password': PASSWORD,
    },
  };
}
