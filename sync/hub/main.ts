import { mkdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readCatalogue } from '#sync/catalogue/disk'
import { backupCommands, runBackupCommand } from './backup/command.ts'
import { openControl } from './backup/control.ts'
import { makeBackup } from './backup/make-backup.ts'
import { demandFinished } from './backup/restore-backup.ts'
import { openEmbeddedDatabase } from './database.ts'
import { openHubKeys, openOversightTokens, openStaffToken } from './hub-keys.ts'
import { openFileRegister } from './licences/register.ts'
import { forgetOldFailures } from './oversight/failures.ts'
import { checkTimeLimits } from './oversight/time-cards.ts'
import { startWatch } from './oversight/watch.ts'
import { openParts } from './open-parts.ts'
import { openPostgresDatabase } from './postgres.ts'
import { fiveTables } from './province/five-tables/platform.ts'
import { ProvinceLine } from './province/line.ts'
import { readProvinceSettings } from './province/settings.ts'
import { createServer } from './server.ts'
import { WebhookDispatcher } from './webhooks/dispatcher.ts'
import { readEndpoints } from './webhooks/endpoints.ts'

const usage = `Usage: npm run hub -- --port P --data DIR [--host ADDRESS] [--demonstration]
                      [--tls-cert FILE --tls-key FILE] [--webhooks FILE] [--province FILE]
                      [--department-token T] [--licences FILE] [--stop-with-parent]
  --data              folder of the database, the parts and the keys
  --demonstration     approves terminals as they come, shows codes, and prints the departments' token
  --department-token  the bearer token of departments and supervisors; otherwise the one in DIR/keys/staff.token
  --licences          a YAML file of e-licences and shared data (sync/hub/licences/register.ts)
  --tls-cert, --tls-key  PEM files: the hub speaks HTTPS only, and its terminals know its authority (hub.caFile)
  --webhooks          a YAML file of departments' inboxes that are told of their cases (sync/hub/webhooks/endpoints.ts)
  --stop-with-parent  ends when standard input is closed
  --province          a YAML file of the province's platform that is told of every case (sync/hub/province/settings.ts)
Back-ups: npm run hub -- backup | restore | new-epoch
With DATABASE_URL (postgres://…) in the environment the database is that PostgreSQL; several hubs may share it, and --data.
With PARTS_URL (https://endpoint/bucket), AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY the parts are in that bucket (S3 or alike).`

/** How soon a department hears of what is new. */
const tellEveryMs = 1_000
/** How long a request that is under way may hold up the end. */
const stopGraceMs = 5_000
/** A card is due from the first minute of a working day; so long it may be in coming. */
const lookAtClocksEveryMs = 10 * 60_000

function options(): {
  port: number
  host: string
  data: string
  demonstration: boolean
  departmentToken: string | null
  licences: string | null
  webhooks: string | null
  province: string | null
  tls: { cert: string; key: string } | null
  stopWithParent: boolean
} {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
      data: { type: 'string' },
      demonstration: { type: 'boolean', default: false },
      'department-token': { type: 'string' },
      licences: { type: 'string' },
      webhooks: { type: 'string' },
      province: { type: 'string' },
      'tls-cert': { type: 'string' },
      'tls-key': { type: 'string' },
      'stop-with-parent': { type: 'boolean', default: false },
    },
  })
  const port = Number(values.port)
  if (values.data === undefined || !Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(usage)
  const { 'tls-cert': cert, 'tls-key': key } = values
  if ((cert === undefined) !== (key === undefined)) throw new Error(usage)
  return {
    tls: cert === undefined || key === undefined ? null : { cert: resolve(cert), key: resolve(key) },
    port,
    host: values.host,
    data: resolve(values.data),
    demonstration: values.demonstration,
    departmentToken: values['department-token'] ?? null,
    licences: values.licences === undefined ? null : resolve(values.licences),
    webhooks: values.webhooks === undefined ? null : resolve(values.webhooks),
    province: values.province === undefined ? null : resolve(values.province),
    stopWithParent: values['stop-with-parent'],
  }
}

async function serve(): Promise<void> {
  const {
    port,
    host,
    data,
    demonstration,
    departmentToken,
    licences,
    webhooks,
    province,
    stopWithParent,
    tls,
  } = options()
  const endpoints = webhooks === null ? [] : await readEndpoints(webhooks)
  demandFinished(data)
  const parts = await openParts(data)
  // Before the database, whose first opening puts this folder's entries on disk.
  await mkdir(join(data, 'parts'), { recursive: true, mode: 0o700 })
  const address = process.env['DATABASE_URL'] ?? ''
  let backupSource: Parameters<typeof makeBackup>[0] | null = null
  const control =
    address === ''
      ? await openControl(data, ({ backupTo, withKeys }) => {
          if (backupSource === null) throw new Error('the hub is not ready yet')
          return makeBackup(backupSource, backupTo, { withKeys })
        })
      : null
  const database = await (address === ''
    ? openEmbeddedDatabase(join(data, 'db'))
    : openPostgresDatabase(address))
  const staffToken = departmentToken ?? (await openStaffToken(join(data, 'keys')))
  const oversight = await openOversightTokens(join(data, 'keys'))
  const catalogue = readCatalogue()
  const provinceSettings = province === null ? null : await readProvinceSettings(province, catalogue)
  const keys = await openHubKeys(join(data, 'keys'))
  const server = createServer({
    database,
    parts,
    keys,
    webhooks: endpoints,
    ...(tls === null ? {} : { tls: { cert: await readFile(tls.cert), key: await readFile(tls.key) } }),
    staffToken,
    catalogue,
    demonstration,
    ...oversight,
    ...(licences === null ? {} : { register: await openFileRegister(licences) }),
  })
  const clocks = startWatch(async () => {
    await forgetOldFailures(database)
    await checkTimeLimits({ database, catalogue }, 'clock')
  }, lookAtClocksEveryMs)
  const telling = await new WebhookDispatcher({ database, endpoints, signer: keys.notices }).start(
    tellEveryMs,
  )
  const reporting =
    provinceSettings === null
      ? null
      : await new ProvinceLine({
          source: { database, parts, keys, catalogue },
          platform: fiveTables(provinceSettings),
        }).start(tellEveryMs)
  backupSource = { database, data, parts }
  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    setTimeout(() => server.server.closeAllConnections(), stopGraceMs).unref()
    await Promise.all([server.close(), clocks.stop(), telling.stop(), reporting?.stop()])
    await control?.close()
    await database.close()
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop())
  process.on('SIGINT', () => void stop())
  if (stopWithParent) process.stdin.on('end', () => void stop()).resume()
  if (demonstration) {
    console.log(`demonstration: the departments' token is ${staffToken}`)
    console.log(`demonstration: the supervisor's token (/supervisor) is ${oversight.supervisorToken}`)
  }
  console.log(`hub ready on ${await server.listen({ port, host })}`)
}

async function run(): Promise<void> {
  const args = process.argv.slice(2)
  if (!backupCommands.has(args[0] ?? '')) return serve()
  for (const line of await runBackupCommand(args)) console.log(line)
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(2)
})
