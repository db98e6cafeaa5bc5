import { atWindow, inventBirthFamily, type Journey, mainJobSteps } from '#tests/journey'
import { expect, test } from '@playwright/test'

/** The main job, step by step in one terminal: what fails first is the test that fails. */
test.describe.serial('a birth is taken in offline from real devices and reaches the hub once', () => {
  const at = atWindow('hall')
  let journey: Journey

  test.beforeAll(async () => {
    journey = {
      hall: at.hall,
      terminal: at.terminal,
      family: inventBirthFamily(41),
      receiptNumber: '',
      intakeId: '',
    }
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
