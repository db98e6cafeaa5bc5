import { z } from 'zod'
import {
  catalogueFileSchema,
  codeTablesFileSchema,
  departmentsFileSchema,
  elementsFileSchema,
  themeFileSchema,
} from './source-schema.ts'

/** JSON Schema (2020-12) of each file kind, for editors and for those who maintain a province's catalogue. */
export function catalogueJsonSchemas(): Record<string, unknown> {
  const schemas = {
    'catalogue.yaml': catalogueFileSchema,
    'elements.yaml': elementsFileSchema,
    'code-tables.yaml': codeTablesFileSchema,
    'departments.yaml': departmentsFileSchema,
    'themes/*.yaml': themeFileSchema,
  }
  return Object.fromEntries(
    Object.entries(schemas).map(([file, schema]) => [file, z.toJSONSchema(schema, { io: 'input' })]),
  )
}
