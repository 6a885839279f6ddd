import { formatProblem } from '../../../mesh/manifest/problem.js';
import type { RequestQuery } from '../../../mesh/request/index.js';
import type { App } from '../app.js';
import { type Child, h, replace } from '../dom.js';

/** The box that answers any request, by the model that `asm-blueprints request` uses. */
export function askSection(app: App): Child {
  const known = knownQuery(app.state.question);
  const output = h('div', { class: 'reply', role: 'status', 'aria-live': 'polite' });
  const field = (name: string, label: string, value: string, attributes = {}): HTMLElement =>
    h('label', {}, label, h('input', { name, value, autocomplete: 'off', spellcheck: false, ...attributes }));
  const choice = (name: string, label: string, options: readonly string[], value: string): HTMLElement =>
    h(
      'label',
      {},
      label,
      h(
        'select',
        { name },
        ...options.map((one) => h('option', { value: one, selected: one === value }, one === '' ? 'as usual' : one)),
      ),
    );
  const gateways = app.data.nodes.filter(({ kind }) => kind === 'gateway').map(({ id }) => id);
  const headers = Object.entries(known.headers ?? {}).flatMap(([name, value]) =>
    [value].flat().map((one) => `${name}: ${one}`),
  );
  const form = h(
    'form',
    { class: 'ask', 'aria-label': 'Ask a request' },
    field('from', 'From (internet or namespace/workload)', typeof known.from === 'string' ? known.from : '', {
      list: 'callers',
      required: true,
    }),
    field('to', 'To (URL)', known.to ?? '', {
      list: 'targets',
      required: true,
      placeholder: 'http://reviews.shop:9080/path',
    }),
    field('method', 'Method', known.method ?? '', { placeholder: 'GET' }),
    choice('via', 'Gateway', ['', ...gateways], known.via ?? ''),
    h(
      'label',
      { class: 'wide' },
      'Headers, one on a line',
      h('textarea', { name: 'headers', rows: 2, placeholder: 'x-exp: on' }, headers.join('\n')),
    ),
    field('claims', 'Claims of a valid token (JSON)', known.claims === undefined ? '' : JSON.stringify(known.claims), {
      placeholder: '{"iss": "https://issuer.example"}',
    }),
    choice('token', 'Token', ['', 'valid', 'invalid', 'none'], known.token ?? ''),
    field('sourceIp', 'Address of the caller', known.sourceIp ?? ''),
    choice('customDecision', 'External authorizer says', ['', 'allow', 'deny'], known.customDecision ?? ''),
    field(
      'assume',
      'What if (workload=state)',
      Object.entries(known.assume ?? {})
        .map(([name, state]) => `${name}=${state}`)
        .join(' '),
      { placeholder: 'shop/reviews-v2=503' },
    ),
    h('button', { type: 'submit' }, 'Ask'),
    h(
      'datalist',
      { id: 'callers' },
      h('option', { value: 'internet' }),
      ...app.data.mtls.map(({ namespace, workload }) => h('option', { value: `${namespace}/${workload}` })),
    ),
    h('datalist', { id: 'targets' }, ...targets(app).map((value) => h('option', { value }))),
  );
  const answer = (query: RequestQuery): void => {
    const { lines, problems } = app.engine.ask(query);
    replace(
      output,
      problems.map((problem) => h('p', { class: 'problem' }, formatProblem(problem))),
      lines.length === 0 ? null : h('pre', { tabindex: 0 }, lines.join('\n')),
    );
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    try {
      const query = queryOf(new FormData(form));
      app.go({ question: JSON.stringify(query) });
      answer(query);
    } catch (error) {
      replace(output, h('p', { class: 'problem' }, error instanceof Error ? error.message : String(error)));
    }
  });
  if (known.to !== undefined && known.from !== undefined) {
    setTimeout(() => answer(known as RequestQuery));
  }
  return [
    h('h2', {}, 'Ask a request'),
    h(
      'p',
      { class: 'meta' },
      'Answered here, by the model that the command asm-blueprints request uses, from the same manifests.',
    ),
    form,
    output,
  ];
}

function knownQuery(text: string): Partial<RequestQuery> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Partial<RequestQuery>) : {};
  } catch {
    return {};
  }
}

function targets({ data }: App): readonly string[] {
  return [
    ...new Set([...data.access.map(({ query }) => query.to), ...data.exposure.map(({ query }) => query.to)]),
  ].slice(0, 500);
}

/** The question of the form. @throws Error for claims that are not JSON, and headers and states of the wrong form */
function queryOf(form: FormData): RequestQuery {
  const read = (name: string): string => String(form.get(name) ?? '').trim();
  const optional = (name: string, key = name): object => (read(name) === '' ? {} : { [key]: read(name) });
  const headers: Record<string, string | readonly string[]> = {};
  for (const line of read('headers')
    .split('\n')
    .filter((one) => one.trim() !== '')) {
    const colon = line.indexOf(':');
    if (colon < 1) {
      throw new Error(`${line}: write a header as name: value`);
    }
    const [name, value] = [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    headers[name] = headers[name] === undefined ? value : [headers[name], value].flat();
  }
  const assume = read('assume')
    .split(/\s+/)
    .filter(Boolean)
    .map((pair) => pair.split('=') as [string, string]);
  return {
    from: read('from'),
    to: read('to'),
    ...optional('via'),
    ...optional('method'),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(read('claims') === '' ? {} : { claims: claimsOf(read('claims')) }),
    ...optional('token'),
    ...optional('sourceIp'),
    ...optional('customDecision'),
    ...(assume.length === 0 ? {} : { assume: Object.fromEntries(assume) }),
  };
}

function claimsOf(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new Error('claims are written as JSON: {"iss": "https://issuer.example"}');
  }
}
