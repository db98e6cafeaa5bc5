import type { SimulatorPanel } from '../control/panel.ts'
import { inventPerson, type CardEdition } from '../fixtures/people.ts'

/** Whoever of the invented people comes first of a sex and an age, so that a card suits a theme (a mother, a pensioner). */
function someone(sex: '1' | '2', fromYear: number, toYear: number): { seed: number } {
  for (let seed = 1; seed <= 500; seed += 1) {
    const person = inventPerson(seed)
    const year = Number('birth' in person ? person.birth.slice(0, 4) : 0)
    if (person.sex === sex && year >= fromYear && year <= toYear) return { seed }
  }
  return { seed: 1 }
}

const edition = (name: CardEdition): { seed: number; edition: CardEdition } => ({ seed: 1, edition: name })

/** The 身份证阅读机 by hand. */
export function readerPanel(): SimulatorPanel {
  return {
    title: '身份证阅读机',
    shows: [{ field: 'card', words: { true: '卡放在读卡区上', false: '读卡区上没有卡' } }],
    controls: [
      {
        label: '放上证件',
        command: 'insert-card',
        choices: [
          { label: '居民身份证，年轻女士', args: someone('2', 1985, 2003) },
          { label: '居民身份证，中年男士', args: someone('1', 1965, 1985) },
          { label: '居民身份证，长者', args: someone('2', 1930, 1962) },
          { label: '港澳台居民居住证', args: edition('residence-permit') },
          { label: '永久居留身份证，2017 版', args: edition('foreigner-2017') },
          { label: '永久居留身份证，2023 版', args: edition('foreigner-2023') },
        ],
      },
      { label: '拿走证件', command: 'remove-card' },
      {
        label: '读到一半拔线',
        command: 'unplug-during-next',
        args: { step: 'read', afterBytes: 300 },
        tone: 'fault',
      },
      { label: '拔掉数据线', command: 'unplug', tone: 'fault' },
      { label: '插上数据线', command: 'plug', tone: 'mend' },
      { label: '下一次回应慢两秒', command: 'delay-next-frame', args: { ms: 2000 }, tone: 'fault' },
      { label: '下一次丢三个字节', command: 'drop-bytes', args: { bytes: 3 }, tone: 'fault' },
      { label: '下三次回应都损坏', command: 'corrupt-next-frame', args: { count: 3 }, tone: 'fault' },
      { label: '下一次不回应', command: 'stay-silent', tone: 'fault' },
      {
        label: '安全模块自检失败',
        command: 'module-fault',
        args: { fault: 'self-test-failed' },
        tone: 'fault',
      },
      { label: '安全模块恢复', command: 'module-fault', args: { fault: 'none' }, tone: 'mend' },
      { label: '取消还没发生的故障', command: 'clear-faults', tone: 'mend' },
    ],
  }
}
