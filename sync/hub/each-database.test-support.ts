import { afterAll, beforeAll, describe } from 'vitest'
import { postgresMissing, TestPostgres } from './postgres.test-support.ts'
import { TestHub } from './test-hub.test-support.ts'

type StartHub = (seams?: Parameters<typeof TestHub.start>[0]) => Promise<TestHub>

/** The same tests on the embedded database and on PostgreSQL: the SQL is one, and so must be what it does. */
export function onEachDatabase(name: string, tests: (start: StartHub) => void): void {
  describe(`${name}, on PGlite`, () => tests((seams) => TestHub.start(seams)))
  const missing = postgresMissing()
  describe.skipIf(missing !== null)(`${name}, on PostgreSQL${missing === null ? '' : `: ${missing}`}`, () => {
    let postgres: TestPostgres
    let databases = 0
    beforeAll(async () => {
      postgres = await TestPostgres.start()
    }, 60_000)
    afterAll(() => postgres.remove())
    tests((seams) => {
      databases += 1
      return TestHub.start(seams, { postgres: postgres.database(`hub${databases}`) })
    })
  })
}
