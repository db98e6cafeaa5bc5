import type { Advices } from './advice.ts'

export const documentScanner = {
  'scan.busy': { message: '扫描仪正忙', remedy: '等它做完；关闭其他正在使用扫描仪的程序' },
  'scan.jammed': { message: '扫描仪卡纸', remedy: '打开进纸器取出纸张，再扫描' },
  'scan.no-documents': { message: '进纸器里没有纸', remedy: '放入材料后再扫描' },
  'scan.cover-open': { message: '扫描仪盖没有关', remedy: '关好上盖后再扫描' },
  'scan.io': { message: '扫描仪通信出错', remedy: '检查 USB 线或网络，断电再上电' },
  'scan.no-memory': { message: '内存不够', remedy: '降低分辨率，或关闭其他程序' },
  'scan.access-denied': { message: '没有权限使用扫描仪', remedy: '把当前用户加入 scanner 组（Linux）' },
  'scan.unsupported-option': {
    message: '扫描仪没有这种来源、颜色或分辨率',
    remedy: '换一种来源（--source）或颜色（--mode）；SANE 扫描仪可用 scanimage -A 查看有哪些',
  },
  'scan.device-not-found': {
    message: '找不到这台扫描仪',
    remedy: '检查电源和连线，用 device list 核对名称',
  },
  'scan.program-missing': { message: '没有安装 scanimage', remedy: '安装 sane-utils' },
  'scan.invalid-image': { message: '扫描仪给的不是完整图片', remedy: '再扫描一次；仍不行请更换连线' },
} satisfies Advices
