import fc from 'fast-check'
import type { z } from 'zod'
import { bytesOrder, hostileKinds, hostileOrder, type Recipe } from './recipe.ts'

/** Stands in every hostile text, so that its echo is found wherever it comes out. */
export const plantedWord = 'PLANTED'

const hostileTexts = [
  ...[
    '../../../../PLANTED',
    '..\\..\\PLANTED',
    '/etc/PLANTED',
    'file:///PLANTED',
    'C:\\PLANTED',
    '~/PLANTED',
  ],
  ...[
    '//PLANTED.invalid/x',
    'http://PLANTED.invalid',
    '/%2e%2e/%2e%2e/PLANTED',
    '/\\PLANTED',
    'app://PLANTED',
  ],
  ...[
    'PLANTED\u0000.ycpk',
    'PLANTED\r\nhost: x',
    '%s%n%PLANTED',
    '${PLANTED}',
    '<img src=x onerror=PLANTED>',
  ],
  ...["'; drop table PLANTED --", '\u202ePLANTED', '\ud800PLANTED', '__proto__PLANTED', '-PLANTED', ' '],
] as const

/** Words that mean something at this terminal, by the entry in which they stand: without them few calls get far. */
const knownWords: Readonly<Record<string, readonly string[]>> = {
  deviceId: ['id-card-reader', 'receipt-printer', 'document-scanner', 'nothing-of-the-kind'],
  id: ['id-card-reader', 'receipt-printer', 'document-scanner', 'code-scanner', 'intake'],
  path: [
    '/feed',
    '/hub',
    '/terminals/T01',
    '/intakes/x',
    '/progress?number=1',
    '/.//x',
    '/../..',
    '/openapi.json',
  ],
  // Those who are at this terminal would be locked out.
  operatorId: ['1002', 'nobody', ''],
  intakeId: ['0193a4c8-7b1e-7cc3-8f2a-1d5e6b7c8d90', '0193a4c8-7b1e-7cc3-8f2a-1d5e6b7c8d91'],
  requestId: ['0193a4c8-7b1e-7cc3-8f2a-1d5e6b7c8d92', '0193a4c8-7b1e-7cc3-8f2a-1d5e6b7c8d93'],
}
const titles = ['一次性告知单', '材料清单', 'Receipt']

const hostile: fc.Arbitrary<Recipe> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...hostileKinds).map(hostileOrder) },
  { weight: 4, arbitrary: fc.constantFrom<Recipe>(...hostileTexts) },
  { weight: 1, arbitrary: fc.constantFrom<Recipe>(-1, 2 ** 53, 0.5, true, false, null, [], {}, '') },
  { weight: 1, arbitrary: fc.json({ maxDepth: 3 }).map((text) => JSON.parse(text) as Recipe) },
)

/** The value as it should be, or one time in `oneIn` something else. */
function spoiled(arbitrary: fc.Arbitrary<Recipe>, oneIn: number): fc.Arbitrary<Recipe> {
  return fc.oneof({ weight: oneIn - 1, arbitrary }, { weight: 1, arbitrary: hostile })
}

/** What the schema's own checks say of the size and the shape of a value. */
interface Limits {
  readonly min?: number
  readonly max?: number
  readonly pattern?: RegExp
}

function limitsOf({ _zod: { def } }: z.core.$ZodType): Limits {
  let limits: Limits = {}
  for (const check of [{ _zod: { def } }, ...(def.checks ?? [])]) {
    const told = check._zod.def as { minimum?: number; maximum?: number; pattern?: RegExp; value?: number }
    const { check: name = '' } = check._zod.def as { check?: string }
    if (name === 'greater_than') limits = { ...limits, min: told.value ?? 0 }
    if (name === 'less_than') limits = { ...limits, max: told.value ?? 0 }
    if (told.minimum !== undefined) limits = { ...limits, min: told.minimum }
    if (told.maximum !== undefined) limits = { ...limits, max: told.maximum }
    if (told.pattern !== undefined) limits = { ...limits, pattern: told.pattern }
  }
  return limits
}

function text(schema: z.core.$ZodType, key: string): fc.Arbitrary<Recipe> {
  const known = knownWords[key]
  const isUuid = 'format' in schema._zod.def && schema._zod.def.format === 'uuid'
  const made = isUuid ? fc.uuid() : written(limitsOf(schema))
  return known === undefined ? made : fc.oneof(fc.constantFrom(...known), made)
}

function written({ min: minLength = 0, max = minLength + 40, pattern }: Limits): fc.Arbitrary<string> {
  if (pattern === undefined) {
    const most = Math.max(minLength, Math.min(max, 40))
    return fc.string({ unit: 'grapheme', minLength, maxLength: most })
  }
  if (pattern.source.includes('\\p{')) return fc.constantFrom(...titles)
  // Looking ahead is more than the generator can do; what it must not see is sieved out afterwards.
  const plain = new RegExp(pattern.source.replaceAll(/\(\?![^)]*\)/g, ''), pattern.flags)
  return fc.stringMatching(plain, { size: 'small' }).filter((made) => pattern.test(made))
}

const sizes = [0, 1, 12, 16, 100, 5_000, 300_000]
const bytes = fc
  .tuple(fc.constantFrom(...sizes), fc.integer({ min: 0, max: 255 }))
  .map(([length, fill]) => bytesOrder(length, fill))

function objectOf(schema: z.core.$ZodObject): fc.Arbitrary<Recipe> {
  const { shape } = schema._zod.def
  const entries = Object.entries(shape).map(([key, inner]) => [key, valuesOf(inner, key)] as const)
  const requiredKeys = Object.keys(shape).filter((key) => shape[key]?._zod.optin !== 'optional')
  const whole = fc.record(Object.fromEntries(entries), { requiredKeys })
  const withMore = fc.tuple(whole, hostile).map(([made, more]): Recipe => ({ ...made, planted: more }))
  return fc.oneof({ weight: 30, arbitrary: whole }, { weight: 1, arbitrary: withMore })
}

/** What the schema takes, as a recipe, with here and there a part spoiled. A new channel is met without a line more. */
export function valuesOf(schema: z.core.$ZodType, key = ''): fc.Arbitrary<Recipe> {
  const any = schema as z.core.$ZodTypes
  const { def } = any._zod
  switch (def.type) {
    case 'undefined':
      return fc.constant(hostileOrder('undefined'))
    case 'boolean':
      return spoiled(fc.boolean(), 30)
    case 'string':
      return spoiled(text(schema, key), 30)
    case 'number': {
      const { min = 0, max = min + 300 } = limitsOf(schema)
      // The longest waits would be waited for.
      return spoiled(fc.integer({ min, max: Math.min(max, min + 300) }), 30)
    }
    case 'literal':
      return spoiled(fc.constantFrom(...(def.values as Recipe[])), 100)
    case 'enum':
      return spoiled(fc.constantFrom(...(Object.values(def.entries) as string[])), 30)
    case 'custom':
      return spoiled(bytes, 30)
    case 'optional':
    case 'default':
    case 'prefault':
      return valuesOf(def.innerType, key)
    case 'nullable':
      return fc.oneof(valuesOf(def.innerType, key), fc.constant(null))
    case 'array': {
      const { min: minLength = 0 } = limitsOf(schema)
      return spoiled(fc.array(valuesOf(def.element, key), { minLength, maxLength: minLength + 3 }), 30)
    }
    case 'record':
      return spoiled(
        fc
          .array(fc.tuple(text(def.keyType, ''), valuesOf(def.valueType)), { maxLength: 2 })
          .map((pairs): Recipe => Object.fromEntries(pairs.map(([name, value]) => [String(name), value]))),
        30,
      )
    case 'union':
      return fc.oneof(...def.options.map((option) => valuesOf(option, key)))
    case 'object':
      return spoiled(objectOf(any as z.core.$ZodObject), 40)
    case 'unknown':
      return hostile
    default:
      throw new Error(`no values are made for a schema of type ${def.type} yet`)
  }
}
