/** The file that customers and agents send: the smallest valid GIF, of one pixel. It is made when it is sent. */
export const pixel = (): ArrayBuffer =>
  Uint8Array.of(71, 73, 70, 56, 57, 97, 1, 0, 1, 0, 0, 255, 0, 44, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 0, 59).buffer;

export const PIXEL = { name: 'photo.gif', type: 'image/gif', bytes: 26 } as const;
