/** A request on its way: what proxies match on and change. */
export interface HttpRequest {
  readonly scheme: string;
  readonly method: string;
  /** Value of the Host header, as it was sent. */
  readonly authority: string;
  /** Path without query, as proxies normalize it. */
  readonly path: string;
  readonly query: string;
  /** Every value by lower-case name. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
}

/** A header as routes compare it: several values are one text with commas between. Undefined when it is not sent. */
export function headerText(request: HttpRequest, name: string): string | undefined {
  const values = request.headers.get(name);
  return values === undefined ? undefined : values.length === 1 ? values[0] : values.join(',');
}

/** The first value of a query parameter; proxies compare names and values as they were sent, without decoding them. */
export function queryParameter(query: string, name: string): string | undefined {
  if (query === '') {
    return undefined;
  }
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=');
    if ((equals < 0 ? pair : pair.slice(0, equals)) === name) {
      return equals < 0 ? '' : pair.slice(equals + 1);
    }
  }
  return undefined;
}
