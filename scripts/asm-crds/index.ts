/**
 * `npm run asm:crds`: writes CustomResourceDefinitions of the kinds of ASM to the standard output, made from the rows of `mesh/kinds`. The
 * service's own are not published; these let an API server of a local cluster take and refuse the objects as the program does.
 */
import { dump } from 'js-yaml';
import { asmDefinitions } from './definitions.js';

process.stdout.write(
  asmDefinitions()
    .map((definition) => `---\n${dump(definition, { lineWidth: -1, noRefs: true })}`)
    .join(''),
);
