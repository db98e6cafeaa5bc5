import { Buffer } from 'node:buffer'
import type { Component } from './components.ts'

/** The bill of materials in CycloneDX 1.5. The same program makes the same document. */
export function sbom(given: {
  readonly version: string
  readonly epochSeconds: number
  readonly components: readonly Component[]
}): string {
  const root = `pkg:generic/yichuang@${given.version}`
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      timestamp: new Date(given.epochSeconds * 1_000).toISOString(),
      lifecycles: [{ phase: 'build' }],
      component: {
        type: 'application',
        'bom-ref': root,
        name: 'yichuang',
        version: given.version,
        licenses: [{ expression: 'Apache-2.0' }],
        purl: root,
      },
    },
    components: given.components.map(entryOf),
    dependencies: [{ ref: root, dependsOn: given.components.map(purlOf) }],
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

function purlOf({ name, version }: Component): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`
}

function entryOf(component: Component): object {
  const { name, version, licence, integrity, packed } = component
  const slash = name.indexOf('/')
  return {
    type: packed === 'runtime' ? 'framework' : 'library',
    'bom-ref': purlOf(component),
    ...(slash < 0 ? {} : { group: name.slice(0, slash) }),
    name: name.slice(slash + 1),
    version,
    scope: 'required',
    ...(integrity === null ? {} : { hashes: hashesOf(integrity) }),
    licenses: [{ expression: licence }],
    purl: purlOf(component),
    properties: [{ name: 'yichuang:packed', value: packed }],
  }
}

function hashesOf(integrity: string): object[] {
  return integrity.split(' ').flatMap((one) => {
    const [, bits, digest] = /^sha(256|384|512)-(.+)$/.exec(one) ?? []
    if (bits === undefined || digest === undefined) return []
    return [{ alg: `SHA-${bits}`, content: Buffer.from(digest, 'base64').toString('hex') }]
  })
}
