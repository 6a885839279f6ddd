import type { Field } from '../field.js';
import { checkPolicyTargets } from '../policy-targets.js';

const tagSources: readonly (readonly [source: string, value: string])[] = [
  ['literal', 'value'],
  ['header', 'name'],
  ['environment', 'name'],
];

/** The rules of a Telemetry (https://istio.io/latest/docs/reference/config/telemetry/). */
export function checkTelemetry(spec: Field): void {
  checkPolicyTargets(spec);
  for (const part of ['metrics', 'tracing', 'accessLogging'].flatMap((key) => spec.at(key).items)) {
    for (const provider of part.at('providers').items) {
      if (provider.at('name').text === '') {
        provider.error('the provider has no name');
      }
    }
  }
  for (const metric of spec.at('metrics').items) {
    for (const override of metric.at('overrides').items) {
      checkOverride(override);
    }
  }
  for (const logging of spec.at('accessLogging').items) {
    checkFilter(logging.at('filter'));
  }
  checkTracing(spec.at('tracing'));
}

/** The filter of access logs is an expression of CEL; of its grammar, only brackets and quotes are read here. */
function checkFilter(filter: Field): void {
  const expression = filter.at('expression');
  if (filter.isSet && expression.text.trim() === '') {
    filter.error('a filter needs an expression');
  } else if (!isBalanced(expression.text)) {
    expression.error(`\`${expression.text}\` is no expression of CEL: a bracket or quote is not closed`);
  }
}

const closing: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

function isBalanced(expression: string): boolean {
  const code = expression.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '');
  const open: string[] = [];
  for (const character of code) {
    if ('([{'.includes(character)) {
      open.push(character);
    } else if (closing[character] !== undefined && open.pop() !== closing[character]) {
      return false;
    }
  }
  return open.length === 0 && !/["']/.test(code);
}

function checkOverride(override: Field): void {
  for (const [name, tag] of override.at('tagOverrides').entries) {
    if (name === '') {
      tag.warning('a tag has no name');
    }
    const hasValue = tag.at('value').text !== '';
    const isRemoved = tag.at('operation').text === 'REMOVE';
    if (!tag.isSet || (!isRemoved && !hasValue)) {
      tag.error('the tag needs a value, or operation REMOVE');
    } else if (isRemoved && hasValue) {
      tag.error('operation REMOVE takes no value');
    }
  }
  const custom = override.at('match').at('customMetric');
  if (custom.value === '') {
    custom.error('customMetric must not be empty');
  }
}

function checkTracing(tracing: Field): void {
  if (tracing.size > 1) {
    tracing.warning('only one tracing configuration is used');
  }
  for (const one of tracing.items) {
    if (one.at('providers').size > 1) {
      one.at('providers').warning('only one tracing provider is used');
    }
    const share = one.at('randomSamplingPercentage');
    if (share.number < 0 || share.number > 100) {
      share.error(`${share.number} is no percentage: it must be between 0 and 100`);
    }
    for (const [name, tag] of one.at('customTags').entries) {
      if (name === '' || !tag.isSet) {
        tag.error(name === '' ? 'a tag has no name' : `the tag \`${name}\` is empty`);
      }
      for (const [source, value] of tagSources) {
        if (tag.has(source) && tag.at(source).at(value).text === '') {
          tag.at(source).error(`the tag \`${name}\` needs ${source}.${value}`);
        }
      }
    }
  }
}
