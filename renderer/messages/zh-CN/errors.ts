import type { ErrorSentence } from '../error-sentence.ts'
import { camera, device } from './device-errors.ts'
import { again, kept, saved, sealed, technician } from './error-words.ts'

const session = {
  'session.wrong-password': {
    what: '工号或者口令不对。',
    safe: '',
    do: '请再输一次；忘记口令请找值班长重设。',
  },
  'session.unknown-operator': {
    what: '工号或者口令不对。',
    safe: '',
    do: '请核对工号；新来的同事请先由管理员登记。',
  },
  'session.locked-out': {
    what: '输错次数太多，暂时不能登录。',
    safe: '本机的收件和草稿都在。',
    do: '请过几分钟再试，或请值班长协助。',
  },
  'session.not-technician': {
    what: '这一步只给技术人员和管理员用。',
    safe: '',
    do: '请技术人员登录后再做。',
  },
  'session.no-right': {
    what: '这个工号没有做这一步的权限。',
    safe: '',
    do: '请有权限的同事登录后再做。',
  },
  'session.same-person': {
    what: '第二个人不能是正在登录的人。',
    safe: '',
    do: '请另一位工作人员输入自己的工号和口令。',
  },
  'wipe.undelivered': {
    what: '本机还有收件没有送达，没有清空。',
    safe: '收件都在本机，一件没有少。',
    do: '请先联网等全部送达，或者导出到移动存储后交统一受理系统导入。',
  },
  'session.still-on': { what: '这次办理还没有结束。', safe: '', do: '请先结束办理。' },
  'session.not-kiosk': { what: '这台机器不是自助终端。', safe: '没有受影响。', do: '请到窗口办理。' },
  'session.signed-out': { what: '登录已结束。', safe: '草稿已自动保存。', do: '请重新登录后继续。' },
} as const

const setup = {
  'setup.needed': { what: '这台机器还没有设置。', safe: '', do: '请按首次设置一步一步做。' },
  'setup.over': {
    what: '这台机器已经设置过了。',
    safe: '原来的设置没有动。',
    do: '要改设置，请技术人员改配置文件。',
  },
  'setup.not-a-hub': {
    what: '这个地址有回应，但不是统一受理系统。',
    safe: '',
    do: '请核对地址和端口，再试一次。',
  },
} as const

const shell = {
  'shell.refused-sender': { what: '这个操作被程序拒绝了。', safe: kept, do: technician },
  'shell.bad-arguments': { what: '程序内部的数据不符合要求。', safe: kept, do: technician },
  'shell.internal': { what: '程序出了故障。', safe: kept, do: `${again}还不行，${technician}` },
  'paper.not-drawn': {
    what: '表单没有排好，没有打印。',
    safe: kept,
    do: `请再打印一次；还不行，${technician}`,
  },
  'keys.unavailable': {
    what: '打不开本机的加密钥匙。',
    safe: '收件和草稿仍加密存放在本机。',
    do: `先不要重装或换机，${technician}`,
  },
  'keys.rotating': {
    what: '前几次更换密钥还没有做完，这次没有更换。',
    safe: kept,
    do: '请保持开机，等本机管理里显示完成以后再换。',
  },
  internal: { what: '程序出了故障。', safe: kept, do: `${again}还不行，${technician}` },
  'draft-elsewhere': {
    what: '这份草稿已经存出去，等别的窗口接办。',
    safe: kept,
    do: '要在这里接着办，请回工作台打开它，选“收回”。',
  },
  'pick-up-stale': {
    what: '有一份结果已经领走或者寄走了，没有登记。',
    safe: saved,
    do: '请返回看一下各部门的结果，再重新登记领取。',
  },
} as const

const storage = {
  'storage.disk-low': {
    what: '本机磁盘快满了，暂停收新件。',
    safe: '已保存的收件和草稿都在，仍会上传。',
    do: '请技术人员清理磁盘；急件请到旁边的窗口。',
  },
  'storage.disk-full': {
    what: '本机磁盘满了，没有存上。',
    safe: '这一步之前的内容都在，这一件还没有保存。',
    do: '请不要关机，马上通知技术人员清理磁盘，再试一次。',
  },
  'carry.medium-full': {
    what: '这个U盘装不下了。',
    safe: '已经导出的都完整，本机的一件也没有少。',
    do: '请换一个U盘，再导出一次；已经在U盘里的不会重复。',
  },
  'carry.medium-failed': {
    what: '没有写进U盘，它可能被拔出、写保护或者坏了。',
    safe: '本机的收件一件也没有少。',
    do: '请插好U盘再导出一次；还不行，换一个U盘。',
  },
  'storage.write-failed': {
    what: '没有写进磁盘。',
    safe: '这一步之前的内容都在，这一件还没有保存。',
    do: `请再试一次；还不行，${technician}`,
  },
  'store-quota': {
    what: '本机存储空间用完了，没有存上。',
    safe: '这一步之前的内容都在。',
    do: '请不要关机，马上通知技术人员清理磁盘，再试一次。',
  },
  'store-unavailable': {
    what: '本机数据库打不开。',
    safe: '密封存档还在磁盘上，不会丢。',
    do: `请再试一次；还不行，重启一窗，再不行${technician}`,
  },
  'store-stuck': {
    what: '本机数据库没有回应。',
    safe: '已经保存的收件都在，密封存档也在磁盘上。',
    do: `请等程序自动重新启动；一分钟后还是这样，请自己重启一窗，再不行${technician}`,
  },
  'store-damaged': {
    what: '有一条本机记录读不出来。',
    safe: '其他收件不受影响，密封存档会原样保留。',
    do: technician,
  },
  'store-refused': {
    what: '刚才这一步的内容没有存上。',
    safe: '之前填写的都在草稿里。',
    do: `请重填这一步；还是不行，${technician}`,
  },
  'store-wrong-key': {
    what: '本机数据库和现在的钥匙对不上。',
    safe: '数据仍加密存放，没有改动。',
    do: `先不要重装或删除任何文件，${technician}`,
  },
} as const

const drafts = {
  'desk-not-open': { what: '本机数据库还没有打开。', safe: saved, do: again },
  'desk-no-session': { what: '登录已结束。', safe: '草稿已自动保存。', do: '请重新登录后继续。' },
  'desk-no-right': {
    what: '这个工号不办理收件。',
    safe: '',
    do: '请窗口工作人员登录后再办。',
  },
  'draft-not-found': {
    what: '没有找到这份草稿。',
    safe: '如果已经提交，可在“今日收件”里看到。',
    do: '请回到工作台查看。',
  },
  'intake-not-found': {
    what: '没有找到这份收件。',
    safe: saved,
    do: '它可能是别的工号收的，请回到工作台查看。',
  },
  'draft-incomplete': {
    what: '这份收件还不完整，不能提交。',
    safe: kept,
    do: '请按“核对提交”里的提示补齐。',
  },
  'intake-not-refused': {
    what: '这一件现在不是退回的状态，不用再送。',
    safe: saved,
    do: '请回到工作台，看这一件最新的状态。',
  },
  'supplement-invalid': {
    what: '这份补正要求本机读不懂，不能直接补交。',
    safe: saved,
    do: '请打印补正告知单，按纸上的要求联系受理部门。',
  },
  'attachment-not-found': {
    what: '有一页材料的图像不在本机。',
    safe: '其他材料都在。',
    do: '请重新扫描这一页。',
  },
  'page-unreadable': {
    what: '这个图像打不开，没有收下。',
    safe: '其他材料都在。',
    do: '请重新扫描或者拍照；是文件的，请申请人换一个。',
  },
  'page-straight': {
    what: '这一页看不出放歪了，没有改动。',
    safe: '图像还是原来的。',
    do: '要换方向，请用左转、右转；要重来，请再扫一次。',
  },
  'page-full': {
    what: '这一页没有可以裁掉的空白，没有改动。',
    safe: '图像还是原来的。',
    do: '证件请放在深色或白色底上单独扫描，再裁一次。',
  },
  'page-too-large': {
    what: '这个图像的尺寸太大，没有收下。',
    safe: '其他材料都在。',
    do: '请用扫描仪扫描，或者请申请人换一个小些的图像。',
  },
  'file-empty': { what: '这个文件是空的，没有收下。', safe: '其他材料都在。', do: '请申请人换一个文件。' },
  'file-too-large': {
    what: '这个文件超过二十兆，没有收下。',
    safe: '其他材料都在。',
    do: '请申请人分成几个文件，或者直接扫描纸质件。',
  },
  'file-type-refused': {
    what: '这种文件收不了，没有收下。',
    safe: '其他材料都在。',
    do: '可以收图片和版式文件（JPEG、PNG、PDF）；其他的请打印出来扫描。',
  },
  'file-locked': {
    what: '这个文件要密码才能打开，没有收下。',
    safe: '其他材料都在。',
    do: '请申请人去掉密码再拿来，或者直接扫描纸质件。',
  },
  'statement-too-long': {
    what: '承诺的内容太多，一次签名写不下，没有签上。',
    safe: kept,
    do: '请把其中几份材料改为现场收取或者容缺后补，再签名。',
  },
  'submit-undecided': {
    what: '上一次提交没有收尾，还不能确定结果。',
    safe: '草稿和密封存档都在。',
    do: `请再按一次提交；还不行，${technician}`,
  },
  'packet.not-found': { what: '没有找到这份收件的密封存档。', safe: saved, do: technician },
  'packet.damaged': { what: '这份密封存档已损坏。', safe: '其他收件不受影响。', do: technician },
  'packet.mismatch': { what: '密封存档和这份收件对不上。', safe: kept, do: technician },
  'packet.acknowledged': { what: '这份收件已经送达，不能撤回。', safe: sealed, do: '不用做什么。' },
  'packet.not-a-packet': { what: '这不是密封存档文件。', safe: saved, do: technician },
  'packet.bad-header': { what: '密封存档的文件头看不懂。', safe: saved, do: technician },
  'packet.wrong-size': { what: '密封存档不完整。', safe: saved, do: technician },
  'packet.wrong-digest': { what: '密封存档的内容被改动过。', safe: saved, do: technician },
  'packet.wrong-signature': { what: '密封存档不是本机签的。', safe: saved, do: technician },
  'packet.no-key': { what: '没有打开这份密封存档的钥匙。', safe: saved, do: technician },
  'packet.cannot-decrypt': { what: '密封存档解不开。', safe: saved, do: technician },
  'packet.bad-content': { what: '密封存档里不是收件。', safe: saved, do: technician },
} as const

const hub = {
  'hub.unreachable': { what: '连不上统一受理系统。', safe: sealed, do: '照常收件，联网后自动上传。' },
  'hub.certificate-unknown': {
    what: '对方出示的证书不是本机认可的，可能不是统一受理系统。',
    safe: sealed,
    do: `照常收件，先不上传；${technician}`,
  },
  'hub.certificate-expired': {
    what: '统一受理系统的证书不在有效期内。',
    safe: sealed,
    do: `照常收件；请核对本机的日期和时间，没有错的话，${technician}`,
  },
  'hub.certificate-wrong-host': {
    what: '统一受理系统的证书和本机设置的地址对不上。',
    safe: sealed,
    do: `照常收件，先不上传；${technician}`,
  },
  'hub.cancelled': { what: '上传中途停下了。', safe: sealed, do: '会自动接着上传，不用做什么。' },
  'hub-unreachable': { what: '连不上统一受理系统。', safe: sealed, do: '照常收件，联网后自动上传。' },
  'hub-timeout': { what: '统一受理系统没有及时回答。', safe: sealed, do: '照常收件，会自动再试。' },
  'hub-unavailable': { what: '统一受理系统暂时不能用。', safe: sealed, do: '照常收件，恢复后自动上传。' },
  'hub-busy': { what: '统一受理系统很忙。', safe: sealed, do: '照常收件，会自动再试。' },
  'hub-failed': { what: '统一受理系统出了故障。', safe: sealed, do: '照常收件，恢复后自动上传。' },
  'hub-answer-invalid': {
    what: '统一受理系统的回答看不懂。',
    safe: sealed,
    do: `会自动再试；一直这样，${technician}`,
  },
  'terminal-not-approved': {
    what: '统一受理系统还没有认可本机。',
    safe: sealed,
    do: '照常收件；请管理员到统一受理系统登记本机。',
  },
  'intake-refused': {
    what: '统一受理系统退回了这份收件。',
    safe: '收件仍完整保存在本机。',
    do: '请看“待处理”里的原因。',
  },
  'sync-stopped': { what: '上传已停止。', safe: sealed, do: '重新打开一窗后会接着上传。' },
} as const

/** Used for a code that the catalogue does not know; the code itself is shown beside it. */
export const unknownError: ErrorSentence = {
  what: '出了意外的问题。',
  safe: '已保存的内容都在。',
  do: `${again}还不行，${technician}`,
}

/** Every error code as three plain sentences: what happened, what is safe, what to do. */
export const errors = {
  ...session,
  ...setup,
  ...shell,
  ...storage,
  ...drafts,
  ...hub,
  ...camera,
  ...device,
} as const satisfies Record<string, ErrorSentence>
