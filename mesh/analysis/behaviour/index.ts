import { questionsOf } from '../../survey/questions.js';
import { asmCodes } from '../asm-codes.js';
import type { Check } from '../check.js';
import { ask, type Observer } from './asked.js';
import { DenyPassedBy } from './deny-passed-by.js';
import { FailingRequests } from './failing-requests.js';
import { LockedOut } from './locked-out.js';
import { Places } from './places.js';
import { PlainText } from './plain-text.js';
import { Preflights } from './preflights.js';
import { Redirects } from './redirects.js';

/**
 * What goes wrong for requests: asks `request` the questions by which `diff` tells two meshes apart, each once, and reports what a person would call a
 * mistake at the object that causes it. It says nothing that `request` does not say.
 */
export const behaviour: Check = {
  name: 'behaviour',
  isOwn: true,
  types: [asmCodes.ASM0022, asmCodes.ASM0023, asmCodes.ASM0027, asmCodes.ASM0028, asmCodes.ASM0029, asmCodes.ASM0030],
  run(mesh, report) {
    const places = new Places(mesh);
    const observers: readonly Observer[] = [
      new FailingRequests(mesh, places),
      new LockedOut(mesh, places),
      new Redirects(mesh, places),
      new Preflights(mesh, places),
      new DenyPassedBy(mesh, places),
      new PlainText(mesh, places),
    ];
    for (const query of questionsOf(mesh, mesh)) {
      const asked = ask(mesh, query);
      if (asked !== undefined) {
        for (const observer of observers) {
          observer.see(asked);
        }
      }
    }
    for (const observer of observers) {
      observer.report(report);
    }
  },
};
