interface Pushed {
  readonly detail: { readonly 'image-tag': string };
}

export function deploy({ detail }: Pushed): string {
  return detail['image-tag'];
}

export function fail(): never {
  throw new TypeError('it is broken');
}
