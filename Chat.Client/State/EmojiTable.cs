namespace Chat.Client.State;

/// <summary>The emoji that can be typed by name, by the names that most chats have for them; those used most come first.</summary>
internal static class EmojiTable
{
    private const string Names =
        """
        smile 😄 smiley 😃 grinning 😀 grin 😁 laughing 😆 sweat_smile 😅 joy 😂 rofl 🤣 slightly_smiling_face 🙂 upside_down_face 🙃
        wink 😉 blush 😊 innocent 😇 heart_eyes 😍 star_struck 🤩 kissing_heart 😘 kissing 😗 relaxed ☺️ yum 😋 stuck_out_tongue 😛
        stuck_out_tongue_winking_eye 😜 zany_face 🤪 money_mouth_face 🤑 hugs 🤗 hand_over_mouth 🤭 shushing_face 🤫 thinking 🤔
        zipper_mouth_face 🤐 raised_eyebrow 🤨 neutral_face 😐 expressionless 😑 no_mouth 😶 smirk 😏 unamused 😒 roll_eyes 🙄
        grimacing 😬 lying_face 🤥 relieved 😌 pensive 😔 sleepy 😪 drooling_face 🤤 sleeping 😴 mask 😷 face_with_thermometer 🤒
        face_with_head_bandage 🤕 nauseated_face 🤢 vomiting_face 🤮 sneezing_face 🤧 hot_face 🥵 cold_face 🥶 dizzy_face 😵
        exploding_head 🤯 cowboy_hat_face 🤠 partying_face 🥳 sunglasses 😎 nerd_face 🤓 monocle_face 🧐 confused 😕 worried 😟
        slightly_frowning_face 🙁 open_mouth 😮 hushed 😯 astonished 😲 flushed 😳 pleading_face 🥺 frowning 😦 anguished 😧 fearful 😨
        cold_sweat 😰 disappointed_relieved 😥 cry 😢 sob 😭 scream 😱 confounded 😖 persevere 😣 disappointed 😞 sweat 😓 weary 😩
        tired_face 😫 yawning_face 🥱 triumph 😤 rage 😡 angry 😠 cursing_face 🤬 smiling_imp 😈 imp 👿 skull 💀 poop 💩 clown_face 🤡
        ghost 👻 alien 👽 space_invader 👾 robot 🤖 smiley_cat 😺 smile_cat 😸 joy_cat 😹 heart_eyes_cat 😻 crying_cat_face 😿
        see_no_evil 🙈 hear_no_evil 🙉 speak_no_evil 🙊 wave 👋 raised_hand ✋ vulcan_salute 🖖 ok_hand 👌 pinching_hand 🤏
        crossed_fingers 🤞 love_you_gesture 🤟 metal 🤘 call_me_hand 🤙 point_left 👈 point_right 👉 point_up_2 👆 point_down 👇
        point_up ☝️ +1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 v ✌️ fist ✊ facepunch 👊 clap 👏 raised_hands 🙌 open_hands 👐 handshake 🤝
        pray 🙏 writing_hand ✍️ nail_care 💅 muscle 💪 ear 👂 nose 👃 brain 🧠 eyes 👀 eye 👁️ tongue 👅 lips 👄
        baby 👶 boy 👦 girl 👧 man 👨 woman 👩 older_man 👴 older_woman 👵 cop 👮 detective 🕵️ guard 💂 ninja 🥷 prince 🤴 princess 👸
        santa 🎅 superhero 🦸 mage 🧙 fairy 🧚 vampire 🧛 mermaid 🧜 elf 🧝 zombie 🧟 shrug 🤷 facepalm 🤦 bow 🙇 raising_hand 🙋
        no_good 🙅 ok_woman 🙆 running 🏃 walking 🚶 dancer 💃 man_dancing 🕺 couple 👫 family 👪 footprints 👣
        heart ❤️ orange_heart 🧡 yellow_heart 💛 green_heart 💚 blue_heart 💙 purple_heart 💜 black_heart 🖤 white_heart 🤍
        brown_heart 🤎 broken_heart 💔 two_hearts 💕 sparkling_heart 💖 heartpulse 💗 cupid 💘 kiss 💋 love_letter 💌 100 💯 anger 💢
        boom 💥 collision 💥 dizzy 💫 sweat_drops 💦 dash 💨 bomb 💣 speech_balloon 💬 thought_balloon 💭 zzz 💤
        dog 🐶 cat 🐱 mouse 🐭 hamster 🐹 rabbit 🐰 fox_face 🦊 bear 🐻 panda_face 🐼 koala 🐨 tiger 🐯 lion 🦁 cow 🐮 pig 🐷 frog 🐸
        monkey_face 🐵 monkey 🐒 chicken 🐔 penguin 🐧 bird 🐦 duck 🦆 eagle 🦅 owl 🦉 bat 🦇 wolf 🐺 horse 🐴 unicorn 🦄 bee 🐝 bug 🐛
        butterfly 🦋 snail 🐌 beetle 🐞 ant 🐜 spider 🕷️ turtle 🐢 snake 🐍 t-rex 🦖 octopus 🐙 crab 🦀 shrimp 🦐 fish 🐟 dolphin 🐬
        whale 🐳 shark 🦈 crocodile 🐊 elephant 🐘 camel 🐫 sheep 🐑 goat 🐐 llama 🦙 sloth 🦥 hedgehog 🦔 dragon 🐉 feet 🐾
        bouquet 💐 cherry_blossom 🌸 rose 🌹 sunflower 🌻 tulip 🌷 seedling 🌱 evergreen_tree 🌲 deciduous_tree 🌳 palm_tree 🌴
        cactus 🌵 four_leaf_clover 🍀 maple_leaf 🍁 fallen_leaf 🍂 mushroom 🍄 apple 🍎 pear 🍐 tangerine 🍊 lemon 🍋 banana 🍌
        watermelon 🍉 grapes 🍇 strawberry 🍓 cherries 🍒 peach 🍑 pineapple 🍍 tomato 🍅 avocado 🥑 eggplant 🍆 potato 🥔 carrot 🥕
        corn 🌽 hot_pepper 🌶️ broccoli 🥦 garlic 🧄 onion 🧅 bread 🍞 croissant 🥐 cheese 🧀 egg 🥚 bacon 🥓 hamburger 🍔 fries 🍟
        pizza 🍕 hotdog 🌭 sandwich 🥪 taco 🌮 burrito 🌯 salad 🥗 popcorn 🍿 ramen 🍜 spaghetti 🍝 sushi 🍣 curry 🍛 rice 🍚 icecream 🍦
        doughnut 🍩 cookie 🍪 birthday 🎂 cake 🍰 cupcake 🧁 chocolate_bar 🍫 candy 🍬 lollipop 🍭 honey_pot 🍯 coffee ☕ tea 🍵 sake 🍶
        champagne 🍾 wine_glass 🍷 cocktail 🍸 tropical_drink 🍹 beer 🍺 beers 🍻 clinking_glasses 🥂 soup 🍲 stew 🍲 fork_and_knife 🍴
        earth_africa 🌍 earth_americas 🌎 earth_asia 🌏 world_map 🗺️ volcano 🌋 beach_umbrella 🏖️ house 🏠 office 🏢 hospital 🏥 school 🏫
        factory 🏭 castle 🏰 tent ⛺ car 🚗 taxi 🚕 bus 🚌 ambulance 🚑 fire_engine 🚒 truck 🚚 tractor 🚜 bike 🚲 scooter 🛴 train 🚆
        bullettrain_side 🚄 metro 🚇 airplane ✈️ rocket 🚀 helicopter 🚁 boat ⛵ ship 🚢 anchor ⚓ construction 🚧 fuelpump ⛽
        rotating_light 🚨 traffic_light 🚥 hourglass ⌛ watch ⌚ alarm_clock ⏰ stopwatch ⏱️ clock 🕒 sunny ☀️ partly_sunny ⛅ cloud ☁️
        rain_cloud 🌧️ thunder_cloud_and_rain ⛈️ snowflake ❄️ snowman ⛄ zap ⚡ umbrella ☔ rainbow 🌈 ocean 🌊 fire 🔥 droplet 💧
        star ⭐ star2 🌟 stars 🌠 sparkles ✨ moon 🌔 full_moon 🌕 new_moon 🌑 crescent_moon 🌙 milky_way 🌌 comet ☄️
        tada 🎉 confetti_ball 🎊 balloon 🎈 gift 🎁 christmas_tree 🎄 jack_o_lantern 🎃 fireworks 🎆 sparkler 🎇 ribbon 🎀 ticket 🎫
        trophy 🏆 medal 🏅 1st_place_medal 🥇 2nd_place_medal 🥈 3rd_place_medal 🥉 soccer ⚽ basketball 🏀 football 🏈 baseball ⚾
        tennis 🎾 volleyball 🏐 8ball 🎱 ping_pong 🏓 ski 🎿 dart 🎯 bowling 🎳 video_game 🎮 game_die 🎲 jigsaw 🧩 chess_pawn ♟️ art 🎨
        performing_arts 🎭 microphone 🎤 headphones 🎧 musical_note 🎵 notes 🎶 guitar 🎸 violin 🎻 drum 🥁 trumpet 🎺 clapper 🎬
        glasses 👓 necktie 👔 shirt 👕 jeans 👖 dress 👗 shoe 👞 high_heel 👠 boot 👢 tophat 🎩 crown 👑 ring 💍 gem 💎 handbag 👜
        phone ☎️ iphone 📱 computer 💻 desktop_computer 🖥️ keyboard ⌨️ printer 🖨️ floppy_disk 💾 cd 💿 camera 📷 tv 📺 radio 📻
        battery 🔋 electric_plug 🔌 bulb 💡 flashlight 🔦 candle 🕯️ books 📚 book 📖 notebook 📓 newspaper 📰 bookmark 🔖 label 🏷️
        moneybag 💰 dollar 💵 euro 💶 credit_card 💳 email 📧 envelope ✉️ inbox_tray 📥 outbox_tray 📤 package 📦 mailbox 📫 pencil2 ✏️
        pen 🖊️ memo 📝 briefcase 💼 file_folder 📁 calendar 📆 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊
        clipboard 📋 pushpin 📌 round_pushpin 📍 paperclip 📎 scissors ✂️ wastebasket 🗑️ lock 🔒 unlock 🔓 key 🔑 hammer 🔨 wrench 🔧
        gear ⚙️ balance_scale ⚖️ link 🔗 magnet 🧲 test_tube 🧪 dna 🧬 microscope 🔬 telescope 🔭 satellite 📡 pill 💊 syringe 💉
        door 🚪 bed 🛏️ toilet 🚽 shower 🚿 bathtub 🛁 shopping_cart 🛒 mag 🔍 loudspeaker 📢 mega 📣 bell 🔔 no_bell 🔕
        warning ⚠️ no_entry ⛔ no_entry_sign 🚫 radioactive ☢️ biohazard ☣️ arrow_up ⬆️ arrow_right ➡️ arrow_down ⬇️ arrow_left ⬅️
        arrows_counterclockwise 🔄 back 🔙 soon 🔜 top 🔝 recycle ♻️ white_check_mark ✅ heavy_check_mark ✔️ x ❌ heavy_plus_sign ➕
        heavy_minus_sign ➖ question ❓ grey_question ❔ exclamation ❗ bangbang ‼️ interrobang ⁉️ infinity ♾️ copyright ©️ tm ™️
        red_circle 🔴 orange_circle 🟠 yellow_circle 🟡 green_circle 🟢 blue_circle 🔵 purple_circle 🟣 white_circle ⚪ black_circle ⚫
        checkered_flag 🏁 triangular_flag_on_post 🚩 white_flag 🏳️ pirate_flag 🏴‍☠️ rainbow_flag 🏳️‍🌈 new 🆕 free 🆓 cool 🆒 ok 🆗 sos 🆘
        """;

    public static IReadOnlyList<Emoji> All { get; } = Parse();

    /// <summary>The emoji that <c>:name:</c> stands for; what else it is, as it came.</summary>
    public static string Expand(string text) => text is [':', .. var name, ':']
        && All.FirstOrDefault(emoji => emoji.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Text is { } emoji ? emoji : text;

    private static Emoji[] Parse()
    {
        var words = Names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return [.. words.Chunk(2).Select(static pair => new Emoji(pair[0], pair[1]))];
    }
}
