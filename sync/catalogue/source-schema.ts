import {
  codeTableSchema,
  conditionSchema,
  dataElementSchema,
  departmentSchema,
  matterSchema,
  themeSchema,
} from '#sync/model'
import { z } from 'zod'

/**
 * A field as a theme file may write it for short: `mother.name`, `mother.mobile?` (may stay empty), or several of one
 * subject at once, `mother.{name, idNumber, mobile?}`.
 */
const shortFieldSchema = z
  .string()
  .regex(
    /^[a-z][A-Za-z0-9]*\.(?:[a-z][A-Za-z0-9]*\??|\{\s*[a-z][A-Za-z0-9]*\??(?:\s*,\s*[a-z][A-Za-z0-9]*\??)*\s*\})$/,
    '字段写成 subject.element，可以不填的在后面加 ?，多个写成 subject.{a, b?}',
  )

/** A field written in full, where it has a condition or a label of its own. */
const longFieldSchema = z.strictObject({
  field: z.string().regex(/^[a-z][A-Za-z0-9]*\.[a-z][A-Za-z0-9]*$/, '写成 subject.element'),
  label: z.string().min(1).optional(),
  required: z.boolean().optional(),
  when: conditionSchema.optional(),
})

export const sourceFieldSchema = z.union([shortFieldSchema, longFieldSchema])

/** 主题文件: a theme as a province writes it. It differs from the model's theme only in how fields are written. */
export const themeFileSchema = themeSchema.extend({
  matters: z.array(matterSchema.extend({ fields: z.array(sourceFieldSchema) })).min(1),
})

export const elementsFileSchema = z.array(dataElementSchema)
export const codeTablesFileSchema = z.array(codeTableSchema)
export const departmentsFileSchema = z.array(departmentSchema)
export const catalogueFileSchema = z.strictObject({ version: z.string().min(1) })

export type ThemeFile = z.infer<typeof themeFileSchema>
export type SourceField = z.infer<typeof sourceFieldSchema>
