import { dump, load } from 'js-yaml';
import { readSettings } from '../../cli/analyze/settings.js';
import { UsageError } from '../../cli/usage-error.js';
import { mutateText } from '../mutate-text.js';
import { mutateValue } from '../mutate-value.js';
import { type FuzzTarget, type Json, must } from '../target.js';
import { withFolder } from '../temporary-folder.js';

const valid = `levels: {ASM0005: off, IST0101: warning}
suppress:
  - {code: IST01*, object: Gateway shop/*, reason: on purpose}
external:
  hosts: [api.example.com]
  gateways: [shop/public]
  secrets: [istio-system/cert]
  namespaces: [shop]
`;

/** Settings files of `analyze`. */
export const settings: FuzzTarget = {
  name: 'settings',
  make: (random) =>
    random.chance(2) ? mutateText(valid, random) : dump(mutateValue(load(valid) as Json, load(valid) as Json, random)),
  check: (input) =>
    withFolder({ 'settings.yaml': String(input) }, async (folder) => {
      const none: readonly string[] = [];
      try {
        await readSettings({ suppress: none, level: none, settings: `${folder}/settings.yaml` });
      } catch (error) {
        if (!(error instanceof UsageError)) {
          throw error;
        }
        must(!/ZodError|\[object |undefined/.test(error.message), `says: ${error.message}`);
      }
    }),
};
