import type { SimulatorPanel } from '../control/panel.ts'

/** The 文档扫描仪 on the network, by hand. */
export const esclScannerPanel: SimulatorPanel = {
  title: '网络扫描仪',
  controls: [
    { label: '在进纸器里放三张', command: 'load', args: { sheets: 3 } },
    { label: '抽第二张时卡纸', command: 'jam-at', args: { sheet: 2 }, tone: 'fault' },
    { label: '打开上盖', command: 'open-cover', tone: 'fault' },
    { label: '取出卡纸、合上盖', command: 'restore', tone: 'mend' },
    { label: '下一页传到一半断开', command: 'spoil-next', args: { how: 'cut' }, tone: 'fault' },
    { label: '下一页传来的不是图像', command: 'spoil-next', args: { how: 'garbage' }, tone: 'fault' },
    { label: '拔掉网线', command: 'unplug', tone: 'fault' },
    { label: '插上网线', command: 'plug', tone: 'mend' },
  ],
}
