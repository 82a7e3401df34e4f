import type { Messages } from './messages.ts';
import { counted } from './messages.zh.words.ts';

/** The words of each verb's form, by the names of its fields (the verb's file in the flows lists them). */
export const forms: Messages['forms'] = {
  imagine: {
    title: '生成图片',
    submit: '生成',
    choose: '用在提示词里',
    fields: {
      prompt: { label: '你想看到什么？', placeholder: '雪地里的一只红狐狸，水彩风格' },
      references: { label: '参考图，最多5张' },
      preset: { label: '预设', placeholder: '不使用' },
      ratio: { label: '宽高比', placeholder: '16:9' },
      version: { label: '版本', placeholder: '默认' },
      stylize: { label: '风格化', hint: '0 到 1000。数值越大越好看，也越不拘泥于字面。', placeholder: '100' },
      chaos: { label: '多样性', hint: '0 到 100。数值越大，四张图片之间的差别越大。', placeholder: '0' },
      raw: { label: '风格', choices: { yes: 'Raw：尽量忠于字面' } },
      mode: {
        label: '速度',
        placeholder: '默认',
        choices: { fast: '快速', relax: '慢速：更慢，更省', turbo: '极速：最快，更贵' },
      },
      bot: {
        label: '模型',
        placeholder: 'Midjourney',
        choices: { midjourney: 'Midjourney', niji: 'Niji，适合动漫' },
      },
    },
  },
  blend: {
    title: '混合图片',
    submit: '混合',
    choose: '混合',
    fields: {
      pictures: { label: '图片，2到5张' },
      shape: { label: '形状', choices: { square: '方形', portrait: '竖版', landscape: '横版' } },
    },
  },
  describe: {
    title: '描述图片',
    submit: '描述',
    choose: '描述',
    fields: { picture: { label: '图片' } },
  },
  shorten: {
    title: '精简提示词',
    submit: '精简',
    choose: '精简',
    fields: { prompt: { label: '要精简的提示词' } },
  },
  faceswap: {
    title: '换脸',
    submit: '换脸',
    choose: '换脸',
    fields: {
      face: { label: '脸', hint: '一张能看清一张脸的图片。' },
      target: { label: '要换上这张脸的图片' },
    },
  },
  video: {
    title: '生成视频',
    submit: '生成视频',
    choose: '生成视频',
    fields: {
      start: { label: '首帧' },
      prompt: { label: '发生了什么？', placeholder: '狐狸跑进了树林' },
      end: { label: '尾帧' },
      motion: { label: '动作', choices: { low: '平缓', high: '剧烈' } },
      loop: { label: '循环', choices: { yes: '结尾回到开头' } },
      batch: { label: '生成几个视频', choices: { '1': '一个', '2': '两个', '4': '四个' } },
      resolution: { label: '分辨率', choices: { '480': '480p', '720': '720p，更贵' } },
    },
  },
  edit: {
    title: '修改图片',
    submit: '修改',
    choose: '修改',
    fields: {
      picture: { label: '图片' },
      prompt: { label: '要改成什么样？', placeholder: '同一只狐狸，换成夜晚' },
      mask: { label: '蒙版', hint: '和图片一样大：白色部分重绘，黑色部分保留。没有蒙版就全部重绘。' },
    },
  },
  upload: {
    title: '图片转链接',
    submit: '上传',
    choose: '转成链接',
    fields: { pictures: { label: '图片，最多5张' } },
  },
};

export const modals: Messages['modals'] = {
  cancel: '取消',
  close: '关闭',
  title: 'Midjourney',
  opening: '请稍等……',
  again: '返回表单',
  fileHint: '支持 jpg、png、gif 或 webp，每张不超过 10 MB。',
  brought: (label, count) => `${label}：已带来${count === undefined ? '消息里的图片' : counted(count, '张')}`,
  instead: '在这里选的文件会代替已带来的那一张。',
  preview: (prompt) => (prompt === '' ? '填写时，提示词会显示在这里。' : `将会发送：\n${prompt}`),
  presetsOf: { person: '你的', channel: '这个频道的' },
  where: { label: '结果发到哪里？', hint: '我所在的对话，或任何公开频道。' },
  use: { title: '用于 Midjourney' },
  fillIn: (title) => `填写：${title}`,
};
