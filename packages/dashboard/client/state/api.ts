/** What went wrong with a request, in words for its reader. */
class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

type Parameters = Readonly<Record<string, string | number | undefined>>;

/** The address of a part of the API, relative to the page. */
export function apiUrl(path: string, parameters: Parameters = {}): string {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)] as [string, string]],
  );
  const query = new URLSearchParams(given).toString();
  return `api/${path}${query === '' ? '' : `?${query}`}`;
}

/** Reads JSON from the API. Rejects with ApiError, or with the reason of an aborted signal. */
export async function readApi<Result>(
  path: string,
  parameters: Parameters = {},
  signal?: AbortSignal,
): Promise<Result> {
  const response = await ask(apiUrl(path, parameters), signal === undefined ? {} : { signal });
  return (await response.json()) as Result;
}

/** Asks for a change, or a question. Rejects with ApiError, also if a token is needed and missing or wrong. */
export async function changeApi<Result>(
  path: string,
  body: unknown,
  token?: string,
): Promise<Result> {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await ask(apiUrl(path), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Result;
}

/** The response of the API if it is a success. */
export async function ask(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init).catch((error: unknown) => {
    if (init.signal?.aborted === true) throw error;
    throw new ApiError(0, 'The server of this page does not answer.');
  });
  if (!response.ok) throw new ApiError(response.status, await messageOf(response));
  return response;
}

async function messageOf(response: Response): Promise<string> {
  const problem = (await response.json().catch(() => ({}))) as {
    readonly title?: string;
    readonly detail?: string;
  };
  const { title = `The server answered ${String(response.status)}`, detail } = problem;
  return detail === undefined ? `${title}.` : `${title}: ${detail}`;
}
