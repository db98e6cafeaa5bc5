import type { SimulatorPanel } from '../control/panel.ts'

/** The board of a 状态灯 by hand. */
export const relayBoardPanel: SimulatorPanel = {
  title: '状态灯',
  shows: [
    {
      field: 'lit',
      words: { none: '灯都灭着', '1': '红灯亮着', '2': '黄灯亮着', '3': '绿灯亮着', several: '亮着几盏灯' },
    },
  ],
  controls: [
    { label: '断电再上电', command: 'power-cycle', tone: 'fault' },
    { label: '下一次不回答', command: 'spoil-next', args: { how: 'silence' }, tone: 'fault' },
    { label: '下一次回答错一位', command: 'spoil-next', args: { how: 'corrupt' }, tone: 'fault' },
    { label: '拔掉', command: 'unplug', tone: 'fault' },
    { label: '插上', command: 'plug', tone: 'mend' },
  ],
}
