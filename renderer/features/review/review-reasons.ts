import { reasonsFor, type Satisfaction } from '#sync/model'

/** Those that speak of people: nobody serves anybody at a kiosk. */
const ofPeople: ReadonlySet<string> = new Set(['517', '413', '314', '213', '214', '115'])

/** The reasons (评价指标) to offer for a level. @param alone whether the citizen did it by themselves, at a kiosk */
export function reasonsOf(satisfaction: Satisfaction, alone: boolean): ReturnType<typeof reasonsFor> {
  return reasonsFor(satisfaction).filter(({ code }) => !alone || !ofPeople.has(code))
}
