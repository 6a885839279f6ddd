import type { KindRules } from '../kind-rules.js';

/** The rules of ASMCompressor: the selector is in `labels`, and the service also shows a flat map, which its controller may not read. */
export const checkAsmCompressor: KindRules = (spec) => {
  const selector = spec.at('workloadSelector');
  if (selector.isSet && !selector.has('labels') && selector.size > 0) {
    selector.warning('write the labels under `labels`, as in the other kinds of ASM');
  }
};
