/**
 * A value as it travels to the page in JSON, to be made there: most of what is hostile cannot be written as JSON. Plain
 * JSON stands for itself; an object with the one key `$make` is an order.
 */
export type Recipe = null | boolean | number | string | readonly Recipe[] | { readonly [key: string]: Recipe }

/** What can be ordered; {@link makeValue} makes it. */
export const hostileKinds = [
  ...[
    'undefined',
    'nan',
    'infinity',
    'minus-zero',
    'bigint',
    'symbol',
    'function',
    'date',
    'map',
    'set',
    'regexp',
  ],
  ...['error', 'cycle', 'deep', 'long', 'wide', 'sparse', 'proxy', 'getter', 'thenable', 'window', 'element'],
  ...['null-prototype', 'proto-key', 'instance', 'shared', 'blob', 'boxed', 'to-json'],
] as const
export type HostileKind = (typeof hostileKinds)[number]

/** Bytes of one value. */
export function bytesOrder(length: number, fill: number): Recipe {
  return { $make: 'bytes', length, fill }
}

/** One of {@link hostileKinds}. */
export function hostileOrder(kind: HostileKind): Recipe {
  return { $make: kind }
}

/**
 * Makes the value. It is sent into the page as text, so it may use nothing from outside itself.
 * @param recipe parsed JSON
 */
export function makeValue(recipe: unknown): unknown {
  const makers: Record<string, (order: Record<string, number>) => unknown> = {
    bytes: ({ length, fill }) => new Uint8Array(length ?? 0).fill(fill ?? 0),
    undefined: () => undefined,
    nan: () => NaN,
    infinity: () => -Infinity,
    'minus-zero': () => -0,
    bigint: () => 2n ** 70n,
    symbol: () => Symbol('x'),
    function: () => () => 'called',
    date: () => new Date(NaN),
    map: () => new Map([['intakeId', '../../etc/passwd']]),
    set: () => new Set([1]),
    regexp: () => /(a+)+$/,
    error: () => new Error('planted'),
    cycle: () => {
      const around: Record<string, unknown> = {}
      around['around'] = around
      return around
    },
    deep: () => {
      let deep: unknown = 'end'
      for (let level = 0; level < 600; level += 1) deep = { deep, list: [level] }
      return deep
    },
    long: () => '长'.repeat(300_000),
    wide: () => Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`key-${at}`, at])),
    sparse: () => {
      const sparse: unknown[] = []
      sparse[100_000] = 'end'
      return sparse
    },
    proxy: () => new Proxy({}, { get: () => 'caught', ownKeys: () => ['intakeId'] }),
    getter: () => ({
      get intakeId(): string {
        throw new Error('planted')
      },
    }),
    thenable: () => ({ then: (given: (value: unknown) => void) => given('late') }),
    window: () => globalThis,
    element: () => document.body,
    'null-prototype': () => Object.assign(Object.create(null) as object, { intakeId: 'x' }),
    'proto-key': () =>
      JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{}}}') as unknown,
    instance: () => new URL('file:///etc'),
    shared: () => (typeof SharedArrayBuffer === 'undefined' ? null : new SharedArrayBuffer(8)),
    blob: () => new Blob(['x']),
    boxed: () => Object('boxed') as unknown,
    'to-json': () => ({ toJSON: () => '../../etc' }),
  }
  const make = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(make)
    if (typeof part !== 'object' || part === null) return part
    const order = part as Record<string, unknown>
    const maker = typeof order['$make'] === 'string' ? makers[order['$make']] : undefined
    if (maker !== undefined) return maker(order as Record<string, number>)
    return Object.fromEntries(Object.entries(order).map(([key, value]) => [key, make(value)]))
  }
  return make(recipe)
}
