import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readCatalogue } from '#sync/catalogue/disk'
import { openEmbeddedDatabase } from './database.ts'
import { PartFolder } from './durable-folder.ts'
import { openHubKeys, openStaffToken } from './hub-keys.ts'
import { createServer } from './server.ts'

const usage = `Usage: npm run hub -- --port P --data DIR [--host ADDRESS] [--demonstration] [--stop-with-parent]
  --data              folder of the database, the parts and the keys
  --demonstration     approves terminals as they come
  --stop-with-parent  ends when standard input is closed`

function options(): {
  port: number
  host: string
  data: string
  demonstration: boolean
  stopWithParent: boolean
} {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
      data: { type: 'string' },
      demonstration: { type: 'boolean', default: false },
      'stop-with-parent': { type: 'boolean', default: false },
    },
  })
  const port = Number(values.port)
  if (values.data === undefined || !Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(usage)
  return {
    port,
    host: values.host,
    data: resolve(values.data),
    demonstration: values.demonstration,
    stopWithParent: values['stop-with-parent'],
  }
}

async function serve(): Promise<void> {
  const { port, host, data, demonstration, stopWithParent } = options()
  await mkdir(data, { recursive: true, mode: 0o700 })
  const database = await openEmbeddedDatabase(join(data, 'db'))
  const server = createServer({
    database,
    parts: new PartFolder(join(data, 'parts')),
    keys: await openHubKeys(join(data, 'keys')),
    staffToken: await openStaffToken(join(data, 'keys')),
    catalogue: readCatalogue(),
    demonstration,
  })
  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    await server.close()
    await database.close()
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop())
  process.on('SIGINT', () => void stop())
  if (stopWithParent) process.stdin.on('end', () => void stop()).resume()
  console.log(`hub ready on ${await server.listen({ port, host })}`)
}

serve().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(2)
})
