import { parseDuration } from '../../istio/duration.js';
import { asNumber, asText, type Fields, fieldsListOf, fieldsOf, listOf } from '../../model/narrowing.js';
import type { Rule } from './rule.js';

/** What the CRDs of HTTPRoute and GRPCRoute refuse in rules, filters and matches beyond types and limits. */

const isSet = (value: unknown): boolean => (value ?? undefined) !== undefined;

/** The field that goes with each type of filter. */
const filterFields: Readonly<Record<string, string>> = {
  RequestHeaderModifier: 'requestHeaderModifier',
  ResponseHeaderModifier: 'responseHeaderModifier',
  RequestMirror: 'requestMirror',
  RequestRedirect: 'requestRedirect',
  URLRewrite: 'urlRewrite',
  ExtensionRef: 'extensionRef',
  CORS: 'cors',
  ExternalAuth: 'externalAuth',
};

/** Types of filters that a list has once at most. */
const once = ['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestRedirect', 'URLRewrite', 'CORS'];

const filterType: Rule = (value, refuse) => {
  const filter = fieldsOf(value);
  const type = asText(filter['type']) ?? '';
  for (const [other, field] of Object.entries(filterFields)) {
    if (other === type && !isSet(filter[field])) {
      refuse(`a filter of type ${type} needs \`${field}\``);
    }
    if (other !== type && isSet(filter[field])) {
      refuse(`\`${field}\` goes with type ${other}, not with ${type}`, field);
    }
  }
};

const filtersOnce: Rule = (value, refuse) => {
  const types = listOf(value).map((filter) => asText(fieldsOf(filter)['type']) ?? '');
  types.forEach((type, index) => {
    if (once.includes(type) && types.indexOf(type) < index) {
      refuse(`a filter of type ${type} is given twice`, index);
    }
  });
  if (types.includes('RequestRedirect') && types.includes('URLRewrite')) {
    refuse('RequestRedirect and URLRewrite exclude each other');
  }
};

const replacePath: Rule = (value, refuse) => {
  const path = fieldsOf(value);
  for (const [type, field] of [
    ['ReplaceFullPath', 'replaceFullPath'],
    ['ReplacePrefixMatch', 'replacePrefixMatch'],
  ] as const) {
    if (path['type'] === type && !isSet(path[field])) {
      refuse(`type ${type} needs \`${field}\``);
    }
    if (path['type'] !== type && isSet(path[field])) {
      refuse(`\`${field}\` goes with type ${type} only`, field);
    }
  }
};

const pathCharacters = /^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/;
const refusedParts = ['//', '/./', '/../', '%2f', '%2F', '#'];
const refusedEnds = ['/..', '/.'];

const pathMatch: Rule = (value, refuse) => {
  const path = fieldsOf(value);
  const type = asText(path['type'] ?? 'PathPrefix') ?? '';
  const text = asText(path['value'] ?? '/');
  if (!['Exact', 'PathPrefix', 'RegularExpression'].includes(type)) {
    refuse(`\`${type}\` is not one of Exact, PathPrefix, RegularExpression`, 'type');
  } else if (text !== undefined && type !== 'RegularExpression') {
    const wrong = refusedParts.find((part) => text.includes(part)) ?? refusedEnds.find((end) => text.endsWith(end));
    if (!text.startsWith('/')) {
      refuse(`a path of type ${type} begins with a slash, \`${text}\` does not`, 'value');
    } else if (wrong !== undefined) {
      refuse(`a path of type ${type} takes no \`${wrong}\``, 'value');
    } else if (!pathCharacters.test(text)) {
      refuse(`\`${text}\` has characters that a path does not take`, 'value');
    }
  }
};

function changesPrefix(filters: unknown, field: string): boolean {
  const changing = fieldsListOf(filters).filter((filter) => {
    const path = fieldsOf(fieldsOf(filter[field])['path']);
    return path['type'] === 'ReplacePrefixMatch' && isSet(path['replacePrefixMatch']);
  });
  return changing.length === 1;
}

function hasOnePrefix(matches: unknown): boolean {
  const [first, ...others] = isSet(matches) ? listOf(matches) : [{ path: { type: 'PathPrefix', value: '/' } }];
  const path = fieldsOf(first)['path'] ?? { type: 'PathPrefix' };
  return first !== undefined && others.length === 0 && (fieldsOf(path)['type'] ?? 'PathPrefix') === 'PathPrefix';
}

const prefixMatch: Rule = (value, refuse) => {
  const rule = fieldsOf(value);
  if (hasOnePrefix(rule['matches'])) {
    return;
  }
  const lists = [rule, ...fieldsListOf(rule['backendRefs'])].map((owner: Fields) => owner['filters']);
  for (const field of ['requestRedirect', 'urlRewrite']) {
    if (lists.some((filters) => changesPrefix(filters, field))) {
      refuse(`${field} with replacePrefixMatch needs exactly one match, whose path is of type PathPrefix`, 'matches');
    }
  }
};

const redirectAlone: Rule = (value, refuse) => {
  const { backendRefs, filters } = fieldsOf(value);
  if (listOf(backendRefs).length > 0 && fieldsListOf(filters).some((filter) => isSet(filter['requestRedirect']))) {
    refuse('a rule that redirects takes no backendRefs', 'backendRefs');
  }
};

const timeouts: Rule = (value, refuse) => {
  const { request, backendRequest } = fieldsOf(value);
  const whole = parseDuration(asText(request) ?? '');
  const attempt = parseDuration(asText(backendRequest) ?? '');
  if (whole !== undefined && attempt !== undefined && whole !== 0 && attempt > whole) {
    refuse('backendRequest must not be longer than request', 'backendRequest');
  }
};

const externalAuth: Rule = (value, refuse) => {
  const auth = fieldsOf(value);
  for (const [protocol, field] of [
    ['GRPC', 'grpc'],
    ['HTTP', 'http'],
  ] as const) {
    if ((auth['protocol'] === protocol) !== isSet(auth[field])) {
      refuse(`\`${field}\` goes with protocol ${protocol}, and is needed there`);
    }
  }
};

/** Rules by name. */
export const httpRouteRules = {
  'filter-type': filterType,
  'filters-once': filtersOnce,
  'replace-path': replacePath,
  'path-match': pathMatch,
  'prefix-match': prefixMatch,
  'redirect-alone': redirectAlone,
  timeouts,
  'external-auth': externalAuth,
  fraction: (value, refuse) => {
    const { numerator, denominator = 100 } = fieldsOf(value);
    if ((asNumber(numerator) ?? 0) > (asNumber(denominator) ?? 0)) {
      refuse('numerator must not be greater than denominator', 'numerator');
    }
  },
} as const satisfies Readonly<Record<string, Rule>>;
