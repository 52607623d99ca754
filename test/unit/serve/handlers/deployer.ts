/** Gives back what it was told, or fails when told to. */
export function handler({ detail }: { readonly detail: { readonly fail?: boolean } }): Promise<unknown> {
  return detail.fail === true ? Promise.reject(new Error('told to fail')) : Promise.resolve(detail);
}
