import fs from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Database, openEmbeddedDatabase } from './database.ts'

const { fsyncSync } = fs

describe('the embedded database', () => {
  let folder: string
  let database: Database
  let synced = 0

  beforeAll(async () => {
    // The real fsync, counted: what a kill cannot show and a power cut would.
    fs.fsyncSync = (handle) => {
      synced += 1
      fsyncSync(handle)
    }
    syncBuiltinESMExports()
    folder = await mkdtemp(join(tmpdir(), 'durable-'))
    database = await openEmbeddedDatabase(join(folder, 'db'))
    await database.rows('CREATE TABLE kept (value integer)')
  }, 120_000)
  beforeEach(() => {
    synced = 0
  })
  afterAll(async () => {
    fs.fsyncSync = fsyncSync
    syncBuiltinESMExports()
    await database.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('has every commit on the disk, not only with the operating system, before it says so', async () => {
    for (let value = 1; value <= 5; value++) {
      await database.rows('INSERT INTO kept VALUES ($1)', [value])
      expect(synced).toBeGreaterThanOrEqual(value)
    }
  })

  it('puts the whole of a transaction there, once', async () => {
    await database.transaction(async (queries) => {
      for (let value = 0; value < 20; value++) await queries.rows('INSERT INTO kept VALUES ($1)', [value])
    })
    expect(synced).toBeGreaterThanOrEqual(1)
    expect(synced).toBeLessThan(5)
  })

  it('lets a checkpoint put the tables on the disk before the log is given up', async () => {
    await database.rows('INSERT INTO kept VALUES (1)')
    synced = 0
    await database.rows('CHECKPOINT')
    expect(synced).toBeGreaterThan(5)
  })
})
