import { request } from 'node:http';

/** URL of a fresh, empty database of this test file in the run's own PostgreSQL. */
export function databaseUrl(): Promise<string> {
  return ask('/database');
}

/** host:port of the run's own Temporal server (namespace `default`). Use a task queue prefix of your own. */
export function temporalAddress(): Promise<string> {
  return ask('/temporal');
}

/** A namespace of that server that nobody else has, at most 40 in one run. */
export function temporalNamespace(): Promise<string> {
  return ask('/temporal-namespace');
}

/** The services start at the first question; the answer is the value or, as an error, the sentence why there is none. */
export function ask(path: string, keeper = process.env['TOLEM_TEST_SERVICES']): Promise<string> {
  if (!keeper) return Promise.reject(new Error('the test services are not running: run the tests by jest with this project’s jest.config.cjs'));
  return new Promise((resolve, reject) => {
    const asked = request(`${keeper}${path}`, { method: 'POST', agent: false }, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        body += chunk;
      });
      answer.on('error', reject);
      answer.on('end', () => (answer.statusCode === 200 ? resolve(body) : reject(new Error(body))));
    });
    asked.on('error', reject);
    asked.end();
  });
}
