import { asText, type Fields, fieldsListOf, type MeshObject } from '../../../model/index.js';
import type { Check, Report } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';
import { canonicalText, type MatchPlace, PrefixCoverage } from '../../route-overlap.js';

/** Whether every rule and match of a VirtualService can be reached: the first match that fits takes the request. */
export const virtualServiceRules: Check = {
  name: 'virtual-service-rules',
  types: [istioCodes.IST0130, istioCodes.IST0131],
  run(mesh, report) {
    for (const { object, spec } of mesh.virtualServices) {
      const told = new Set<string>();
      // Rules of different protocols that are told of in the same words are told of once.
      const reportOnce: Report = (type, subject, values, field) => {
        const text = JSON.stringify([type.code, values]);
        if (!told.has(text)) {
          told.add(text);
          report(type, subject, values, field);
        }
      };
      for (const protocol of ['http', 'tls', 'tcp'] as const) {
        checkRules(object, protocol, fieldsListOf(spec[protocol]), reportOnce);
      }
    }
  },
};

function checkRules(object: MeshObject, protocol: string, rules: readonly Fields[], report: Report): void {
  const first = new Map<string, MatchPlace>();
  const coverage = new PrefixCoverage();
  let isEverythingTaken = false;
  rules.forEach((rule, index) => {
    const matches = fieldsListOf(rule['match']);
    const field = ['spec', protocol, index];
    if (matches.length === 0) {
      if (isEverythingTaken) {
        const reason = 'only the last rule may be without matches';
        report(istioCodes.IST0130, object, { rule: nameOf(rule, index), reason }, field);
      }
      isEverythingTaken = true;
      return;
    }
    if (isEverythingTaken) {
      const reason = 'a rule without matches comes before it';
      report(istioCodes.IST0130, object, { rule: nameOf(rule, index), reason }, field);
      return;
    }
    let repeated = 0;
    matches.forEach((match, matchIndex) => {
      const { name: _, ...conditions } = match;
      const text = canonicalText(conditions);
      const earlier = first.get(text);
      const at = [...field, 'match', matchIndex];
      const values = { match: nameOf(match, matchIndex), rule: nameOf(rule, index) };
      if (earlier !== undefined) {
        repeated += 1;
        report(istioCodes.IST0131, object, { ...values, earlier: describe(rules, earlier) }, at);
        return;
      }
      first.set(text, { rule: index, match: matchIndex });
      for (const wide of protocol === 'http' ? coverage.add(match, { rule: index, match: matchIndex }) : []) {
        const taken = `the prefix ${wide.prefix} of ${describe(rules, wide)}`;
        report(istioCodes.IST0131, object, { ...values, earlier: taken }, at);
      }
    });
    if (repeated === matches.length) {
      const reason = 'earlier rules have all of its matches';
      report(istioCodes.IST0130, object, { rule: nameOf(rule, index), reason }, field);
    }
  });
}

function describe(rules: readonly Fields[], { rule, match }: MatchPlace): string {
  return `match ${match} of rule ${nameOf(rules[rule] ?? {}, rule)}`;
}

function nameOf(fields: Fields, index: number): string {
  const name = asText(fields['name']) ?? '';
  return name === '' ? String(index) : `"${name}"`;
}
