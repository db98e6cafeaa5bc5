import type { SimulatorPanel } from '../control/panel.ts'

/** The 评价器 of five keys by hand; it sends 5 for the best and 1 for the worst. */
export const keyPadPanel: SimulatorPanel = {
  title: '按键评价器',
  controls: [
    {
      label: '按下',
      command: 'press',
      choices: ['非常满意', '满意', '基本满意', '不满意', '非常不满意'].map((label, at) => ({
        label,
        args: { keys: String(5 - at) },
      })),
    },
    { label: '拔掉', command: 'unplug', tone: 'fault' },
    { label: '插上', command: 'plug', tone: 'mend' },
  ],
}
