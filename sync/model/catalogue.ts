import { z } from 'zod'
import { codeTableSchema, dataElementSchema } from './data-element.ts'
import { departmentSchema, themeSchema } from './theme.ts'

/** 目录: everything that a terminal offers, as one checked document. */
export const catalogueSchema = z.strictObject({
  version: z.string().min(1),
  departments: z.array(departmentSchema),
  elements: z.array(dataElementSchema),
  codeTables: z.array(codeTableSchema),
  themes: z.array(themeSchema),
})

/** See {@link catalogueSchema}. */
export type Catalogue = z.infer<typeof catalogueSchema>
