export const lineZh = {
  allSaved: '全部已保存',
  notSaved: '这一次没有存上',
  earlierSafe: '之前的都在',
  allHeld: '县里已全部收到 · {{ago}}',
  sending: '正在上传 {{done}} / {{total}}',
  pullingBegins: '正在取县里的记录',
  pulling: '正在取县里的记录，已到 {{documents}} 条',
  pullingOf: '正在取县里的记录 {{documents}} / {{ofDocuments}}',
  waiting: '{{count}} 条等待上传',
  lastExchange: '上次联通 {{ago}}',
  neverExchanged: '还没有联通过',
  daysWithout_other: '{{count}} 天未联通',
  quarantined: '{{count}} 条被县里退回',
  gap: {
    here: '本机{{lane}}少了第 {{number}} 条保存，请告诉县信息科',
    county: '县里缺本机{{lane}}第 {{number}} 条，正在重发；一直不消失就告诉县信息科',
  },
  lane: { routine: '常规通道', urgent: '加急通道' },
  problem: {
    epochMismatch: '县里的库换过，等县信息科处理', beyondLog: '县里的记录比本机旧，等县信息科处理', forked: '这台电脑被复制过，等县信息科确认', retired: '这台电脑已停用，只上传', stolen: '这台电脑被报失，请联系县信息科',
    unknownDevice: '县里不认识这台电脑', wireVersion: '联医与县里的版本不同', badSignature: '县里认不出签名，请告诉县信息科', diskFull: '硬盘满了，请腾出空间才能接收', purged: '这台电脑已停用，患者资料已删除',
  },
} as const;
