import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import { z } from 'zod';
import type { Action } from '../../domain/permissions';
import { printJson } from '../../wire/json';

/** An answer that is no JSON, by its content type. */
export type Content = Readonly<Record<string, { readonly schema: Readonly<Record<string, unknown>> | z.ZodType }>>;

/** One question of staff: its address, what may be asked, what is answered, and the right it takes. */
export interface Operation<S extends z.ZodType<object>, P extends z.ZodType<object> = z.ZodObject, B extends z.ZodType<object> = z.ZodObject> {
  /** `:name` stands for a part that `path` reads. */
  readonly url: string;
  readonly path?: P;
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  readonly query: S;
  readonly action: Action;
  /** What is sent with it: then it is a POST, and it changes something. */
  readonly body?: B;
  /** The answer to HTTP 200: a shape of JSON, or content of other types. */
  readonly answer: z.ZodType | { readonly description: string; readonly content: Content };
}

declare module 'fastify' {
  interface FastifyContextConfig {
    action?: Action;
  }
}

export const ErrorAnswer = z.object({
  error: z.string().meta({ description: 'One sentence' }),
  code: z.string().optional().meta({ description: 'Name of the error, where it has one' }),
  said: z.string().optional().meta({ description: "The counterparty's own words" }),
  texts: z.object({ ru: z.string(), kk: z.string(), en: z.string() }).optional(),
});

/** What may be answered instead, whatever is asked. */
const REFUSALS: Readonly<Record<number, string>> = {
  400: 'What is asked is not understood',
  401: 'No staff account is named, or its password is wrong',
  403: 'The account has not the role for it',
  429: 'Too many requests',
  503: 'Overloaded, or nothing was sent to the counterparty: ask again',
};

/** Adds a GET route, or a POST where it takes a body: checked by the shape, documented from it, its answer printed with exact numbers. */
export function operation<S extends z.ZodType<object>, P extends z.ZodType<object> = z.ZodObject, B extends z.ZodType<object> = z.ZodObject>(
  scope: FastifyInstance,
  { url, path, summary, description, tag, query, body, action, answer }: Operation<S, P, B>,
  handler: (asked: z.output<S> & z.output<P> & z.output<B>, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
  refusals: Readonly<Record<number, string>> = {},
): void {
  const refused = Object.entries({ ...REFUSALS, ...refusals }).map(([code, words]) => [
    code,
    { description: words, content: { 'application/json': { schema: ErrorAnswer } } },
  ]);
  const found = answer instanceof z.ZodType ? { description: 'Found', content: { 'application/json': { schema: answer } } } : answer;
  scope.route({
    method: body ? 'POST' : 'GET',
    url,
    exposeHeadRoute: false,
    config: { action },
    schema: {
      summary,
      ...(description ? { description } : {}),
      tags: [tag],
      security: [{ staff: [] }],
      querystring: query,
      ...(path ? { params: path } : {}),
      ...(body ? { body } : {}),
      response: { 200: found, ...Object.fromEntries(refused) },
    } as FastifySchema,
    handler: (request, reply) =>
      handler({ ...(request.query as z.output<S>), ...(request.body as z.output<B>), ...(request.params as z.output<P>) }, request, reply),
  });
}

/** Requests are read by their zod shape and answers printed by lossless JSON, instead of Fastify's own compilers. */
export function zodCompilers(scope: FastifyInstance): void {
  scope.setValidatorCompiler<z.ZodType>(({ schema }) => (given) => {
    const read = schema.safeParse(given);
    if (read.success) return { value: read.data };
    const [issue] = read.error.issues;
    const name = issue?.path.join('.') ?? '';
    return { error: new Error(`${name}${name ? ': ' : ''}${issue?.message ?? 'not understood'}`) };
  });
  scope.setSerializerCompiler(() => (answer) => printJson(answer));
}

/** For `@fastify/swagger`: the same zod shapes as JSON Schema. */
export function describeRoutes({ schema, url }: { schema?: FastifySchema; url: string }): { schema: FastifySchema; url: string } {
  const { querystring, params, body, response, ...rest } = (schema ?? {}) as FastifySchema & { response?: Record<string, { content: Content }> };
  const answers = Object.entries(response ?? {}).map(([code, { content, ...more }]) => [
    code,
    { ...more, content: Object.fromEntries(Object.entries(content).map(([type, of]) => [type, { schema: jsonSchema(of.schema, 'output') }])) },
  ]);
  return {
    url,
    schema: {
      ...rest,
      ...(querystring ? { querystring: jsonSchema(querystring, 'input') } : {}),
      ...(params ? { params: jsonSchema(params, 'input') } : {}),
      ...(body ? { body: jsonSchema(body, 'input') } : {}),
      ...(response ? { response: Object.fromEntries(answers) } : {}),
    } as FastifySchema,
  };
}

function jsonSchema(shape: unknown, io: 'input' | 'output'): unknown {
  if (!(shape instanceof z.ZodType)) return shape;
  const { $schema: _, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any' });
  return schema;
}
