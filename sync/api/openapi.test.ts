import addFormats from 'ajv-formats'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { openApiDocument } from './openapi.ts'
import type { Operation } from './operation.ts'
import { operations } from './operations.ts'
import { problems, problemType } from './problems.ts'

type Json = { [key: string]: unknown }
interface Described {
  readonly operationId: string
  readonly security: Json[]
  readonly parameters: { name: string; in: string; schema: Json }[]
  readonly responses: Record<string, { description: string; content: Record<string, { schema: Json }> }>
}

const document = openApiDocument()
const paths = document['paths'] as Record<string, Record<string, Described>>
const described = Object.values(paths).flatMap((path) => Object.values(path))

/** Every schema of the document, wherever it stands. */
function schemasIn(node: unknown): Json[] {
  if (Array.isArray(node)) return node.flatMap(schemasIn)
  if (node === null || typeof node !== 'object') return []
  return Object.entries(node).flatMap(([key, value]) =>
    key === 'schema' && typeof value === 'object' && value !== null ? [value as Json] : schemasIn(value),
  )
}

describe('the document of the unified intake API', () => {
  it('has every operation of the table once, and no other', () => {
    expect(described.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(operations).sort())
    for (const [name, operation] of Object.entries(operations) as [string, Operation][]) {
      expect(operation.operationId).toBe(name)
      expect(paths[operation.path]?.[operation.method.toLowerCase()]?.operationId).toBe(name)
    }
  })

  it('describes every placeholder of a path, and nothing that is not there', () => {
    for (const [path, methods] of Object.entries(paths)) {
      const wanted = [...path.matchAll(/\{([A-Za-z]+)\}/g)].map((match) => match[1])
      for (const { parameters } of Object.values(methods)) {
        const given = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name)
        expect(given.sort(), path).toEqual(wanted.sort())
      }
    }
  })

  it('holds only schemas that a JSON Schema 2020-12 validator takes', () => {
    const ajv = new Ajv2020({ strict: false })
    addFormats.default(ajv)
    ajv.addSchema({ $id: 'document', ...document })
    const schemas = schemasIn(paths)
    expect(schemas.length).toBeGreaterThan(20)
    for (const schema of schemas) {
      const { $ref } = schema as { $ref?: string }
      const compile = (): unknown => ajv.compile($ref === undefined ? schema : { $ref: `document${$ref}` })
      expect(compile, JSON.stringify(schema).slice(0, 200)).not.toThrow()
    }
  })

  it('names each problem that an operation may give at its status', () => {
    for (const operation of Object.values(operations) as Operation[]) {
      const { responses } = paths[operation.path]?.[operation.method.toLowerCase()] as Described
      for (const name of operation.problems) {
        expect(responses[String(problems[name].status)]?.description, name).toContain(problemType(name))
      }
    }
  })

  it('leaves nothing but health, the public keys and the enrolment open to strangers', () => {
    const open = described
      .filter(({ security }) => security.length === 0)
      .map(({ operationId }) => operationId)
    expect(open.sort()).toEqual(['enrolTerminal', 'getHealth', 'getHub', 'getWebhookKey'])
  })
})
