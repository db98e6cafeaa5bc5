import { z } from 'zod'
import type { Operation } from './operation.ts'
import { operations } from './operations.ts'
import { problems, problemSchema, problemType, type ProblemName } from './problems.ts'

type Json = { [key: string]: unknown }

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json
  return rest
}

function parameters(operation: Operation): Json[] {
  const inPath = Object.entries(operation.params).map(([name, schema]) => ({
    name,
    in: 'path',
    required: true,
    schema: jsonSchema(schema, 'input'),
  }))
  const inQuery = Object.entries(operation.query ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: jsonSchema(schema, 'input'),
  }))
  return [...inPath, ...inQuery]
}

function requestBody(request: Operation['request']): Json | undefined {
  if (request === undefined) return undefined
  if (request === 'bytes') return { required: true, content: { 'application/octet-stream': { schema: {} } } }
  return { required: true, content: { 'application/json': { schema: jsonSchema(request, 'input') } } }
}

function responses(operation: Operation): Json {
  const good = {
    description: operation.summary,
    content:
      operation.response === 'pdf'
        ? { 'application/pdf': { schema: {} } }
        : { 'application/json': { schema: jsonSchema(operation.response, 'output') } },
  }
  const byStatus = new Map<number, ProblemName[]>()
  for (const name of operation.problems) {
    const { status } = problems[name]
    byStatus.set(status, [...(byStatus.get(status) ?? []), name])
  }
  const bad = [...byStatus].map(([status, names]) => [
    String(status),
    {
      description: names.map((name) => `${problemType(name)}：${problems[name].title}`).join('；'),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  ])
  return { '200': good, ...Object.fromEntries(bad) }
}

const security: Readonly<Record<Operation['access'], Json[]>> = {
  public: [],
  terminal: [{ terminalSignature: [] }],
  staff: [{ staffToken: [] }],
}

function describe(operation: Operation): Json {
  const body = requestBody(operation.request)
  return {
    operationId: operation.operationId,
    summary: operation.summary,
    security: security[operation.access],
    parameters: parameters(operation),
    ...(body === undefined ? {} : { requestBody: body }),
    responses: responses(operation),
  }
}

/** The OpenAPI 3.1 document of the unified intake API, made from the operations' own schemas. */
export function openApiDocument(): Json {
  const paths: { [path: string]: Json } = {}
  for (const operation of Object.values(operations) as Operation[]) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: describe(operation),
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '一窗 统一受理接口',
      version: '1.0.0',
      description:
        '终端把密封收件包申报、上传、提交给统一受理系统，系统按部门分件，并以变更流送回结果。本接口为自有契约，不代表与任何已有系统对接。',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    paths,
    components: {
      schemas: { Problem: jsonSchema(problemSchema, 'output') },
      securitySchemes: {
        terminalSignature: {
          type: 'apiKey',
          in: 'header',
          name: 'Signature',
          description: 'RFC 9421，Ed25519，覆盖 @method、@path、@query 和 content-digest（RFC 9530）',
        },
        staffToken: { type: 'http', scheme: 'bearer' },
      },
    },
  }
}
