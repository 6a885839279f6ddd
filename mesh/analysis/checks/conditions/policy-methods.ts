import { asmCodes } from '../../asm-codes.js';
import type { Check } from '../../check.js';
import { operationValues } from './operation-values.js';
import { effectOf } from './rule-effect.js';

/** Methods of HTTP, of WebDAV and of caches (https://www.iana.org/assignments/http-methods). */
const methods: ReadonlySet<string> = new Set(
  (
    'GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH ' +
    'ACL BASELINE-CONTROL BIND CHECKIN CHECKOUT COPY LABEL LINK LOCK MERGE MKACTIVITY MKCALENDAR MKCOL MKREDIRECTREF ' +
    'MKWORKSPACE MOVE ORDERPATCH PRI PROPFIND PROPPATCH QUERY REBIND REPORT SEARCH UNBIND UNCHECKOUT UNLINK UNLOCK UPDATE ' +
    'UPDATEREDIRECTREF VERSION-CONTROL PURGE BAN NOTIFY SUBSCRIBE UNSUBSCRIBE'
  ).split(' '),
);

/** Whether the methods of AuthorizationPolicies are methods of HTTP, in capital letters as requests have them. */
export const policyMethods: Check = {
  name: 'policy-methods',
  types: [asmCodes.ASM0026],
  run(mesh, report) {
    for (const { object, spec } of mesh.authorizationPolicies) {
      for (const { value, isNegative, field } of operationValues(spec.rules, 'methods')) {
        const why = problemOf(value);
        if (why !== undefined) {
          const values = { what: `method ${value}`, why, effect: effectOf(spec.action, isNegative) };
          report(asmCodes.ASM0026, object, values, field);
        }
      }
    }
  },
};

function problemOf(method: string): string | undefined {
  if (fits(method)) {
    return undefined;
  }
  if (fits(method.toUpperCase())) {
    return `methods are compared as they are written; write ${method.toUpperCase()}`;
  }
  return method.includes('/') || /[a-z]/.test(method)
    ? 'it is not a method of HTTP; those of gRPC belong in paths, as /package.Service/Method'
    : 'it is not a method of HTTP';
}

function fits(method: string): boolean {
  const [start, end] = [method.endsWith('*'), method.startsWith('*')];
  const text = method.replaceAll('*', '');
  return (
    text === '' ||
    methods.has(method) ||
    (start && [...methods].some((known) => known.startsWith(text))) ||
    (end && [...methods].some((known) => known.endsWith(text)))
  );
}
