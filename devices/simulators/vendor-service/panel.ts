import type { SimulatorPanel } from '../control/panel.ts'

/** The reader behind its maker's service, by hand. */
export const vendorServicePanel: SimulatorPanel = {
  title: '厂家服务的身份证阅读机',
  controls: [
    { label: '放上居民身份证', command: 'insert-card', args: { seed: 1 } },
    { label: '拿走证件', command: 'remove-card' },
    {
      label: '下一次回答出错',
      command: 'spoil-next',
      tone: 'fault',
      choices: [
        { label: '报告读卡模块异常', args: { how: 'error-code' } },
        { label: '说到一半断开', args: { how: 'cut' } },
        { label: '答非所问', args: { how: 'html' } },
        { label: '不回答', args: { how: 'silence' } },
      ],
    },
    { label: '关掉厂家服务', command: 'unplug', tone: 'fault' },
    { label: '打开厂家服务', command: 'plug', tone: 'mend' },
  ],
}
