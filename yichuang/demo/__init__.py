"""The demonstration district: Xiaoshan as in `demo/`, loaded through the rooms' own operations. The roof: nothing imports it."""
