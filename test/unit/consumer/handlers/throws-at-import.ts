throw new RangeError('no table configured');
