const PER_PAGE = 100;
/** A pull request with more comments than this gets a new one. */
const MOST_PAGES = 30;

/**
 * The number of the pull request of an event; none where it is of something else.
 *
 * @param {{ pull_request?: { number?: number }, issue?: { number?: number, pull_request?: object } }} event
 * @returns {number | undefined}
 */
export function pullRequestOf(event) {
  return event.pull_request?.number ?? (event.issue?.pull_request === undefined ? undefined : event.issue.number);
}

/**
 * Replaces the comment with a marker, or makes one. A token without the right to comment, as those of forks, is not a failure: the summary of the
 * job has the same text.
 *
 * @param {{ marker: string, text: string, pullRequest: number, token: string, env: Record<string, string | undefined> }} comment
 * @returns {Promise<string>} what was done
 */
export async function replaceComment({ marker, text, pullRequest, token, env }) {
  const api = `${env['GITHUB_API_URL'] ?? 'https://api.github.com'}/repos/${env['GITHUB_REPOSITORY']}`;
  const ask = async (method, url, body) => {
    const response = await fetch(url, {
      method,
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'user-agent': 'asm-blueprints',
        'x-github-api-version': '2022-11-28',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${response.status} ${(await response.text()).slice(0, 200)}`);
    return response.json();
  };
  try {
    const comments = `${api}/issues/${pullRequest}/comments`;
    for (let page = 1; page <= MOST_PAGES; page++) {
      const found = await ask('GET', `${comments}?per_page=${PER_PAGE}&page=${page}`);
      // Somebody may quote the marker: only what begins with it is the comment.
      const own = found.find(({ body }) => body?.startsWith(marker));
      if (own !== undefined) {
        await ask('PATCH', `${api}/issues/comments/${own.id}`, { body: text });
        return `replaced comment ${own.id}`;
      }
      if (found.length < PER_PAGE) break;
    }
    const { id } = await ask('POST', comments, { body: text });
    return `made comment ${id}`;
  } catch (error) {
    return `the comment was not written (${error.message}); the summary of the job has the same text`;
  }
}
