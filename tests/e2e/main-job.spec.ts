import { startHall, type Hall } from '#build/hall'
import { resolveElectron } from '#build/runtime'
import { inventBirthFamily, type Journey, mainJobSteps, Terminal } from '#tests/journey'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'

/** The main job, step by step in one terminal: what fails first is the test that fails. */
test.describe.serial('a birth is taken in offline from real devices and reaches the hub once', () => {
  let hall: Hall
  let journey: Journey

  test.beforeAll(async () => {
    const dir = mkdtempSync(join(tmpdir(), 'yichuang-hall-'))
    hall = await startHall({ dir, fresh: true, quiet: true })
    const terminal = new Terminal(hall, await resolveElectron(), join(dir, 'shots'), { inspect: true })
    journey = { hall, terminal, family: inventBirthFamily(41), receiptNumber: '', intakeId: '' }
  })

  test.afterAll(async () => {
    await journey.terminal.close()
    await hall.stop()
    await rm(hall.dir, { recursive: true, force: true })
  })

  for (const step of mainJobSteps) {
    test(`${step.id} ${step.title}`, () => step.run(journey))
  }

  test('axe finds nothing on any of its screens', () => {
    expect(journey.terminal.accessProblems).toEqual([])
  })

  test('no screen wrote an error to its console on the way', () => {
    expect(journey.terminal.faults).toEqual([])
  })
})
