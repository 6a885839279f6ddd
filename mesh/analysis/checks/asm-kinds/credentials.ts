import { asText } from '../../../model/index.js';
import { decodeBase64 } from '../../../text/base64.js';
import { asmCodes } from '../../asm-codes.js';
import { problemOfCertificate, problemOfKey } from '../../certificate.js';
import type { Check } from '../../check.js';
import { asmObjects } from './partners.js';

/** Whether the certificates of ASMCredentials are valid, and their keys those of the certificates. */
export const credentials: Check = {
  name: 'credentials',
  types: [asmCodes.ASM0053],
  isOwn: true,
  run(mesh, report) {
    for (const credential of asmObjects(mesh, 'ASMCredential')) {
      const { type, cert, key, caCert } = credential.spec;
      const [chain, privateKey] = [pemOf(cert), pemOf(key)];
      const found = [
        ['cert', problemOfCertificate(chain, mesh.now)],
        ['key', problemOfKey(chain, privateKey)],
        ['caCert', type === 'mtls' ? problemOfCertificate(pemOf(caCert), mesh.now) : undefined],
      ] as const;
      const [field, problem] = found.find(([, one]) => one !== undefined) ?? [];
      if (field !== undefined && problem !== undefined) {
        report(asmCodes.ASM0053, credential, { problem }, ['spec', field]);
      }
    }
  },
};

/** ASM takes PEM, and since 1.19 the Base64 of PEM. */
function pemOf(value: unknown): string {
  const text = asText(value) ?? '';
  return text.includes('-----BEGIN') ? text : decodeBase64(text);
}
